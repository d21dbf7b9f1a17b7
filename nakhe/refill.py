"""Put values back into a form of a finished page: the page's own text, changed only where a control gets its value."""

from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

FREE_TEXT = {"text", "search", "email", "tel", "url", "number", "date", "hidden"}
NOTICE = '<p class="notice warn" role="status">Đã điền lại những gì đã gõ. Chưa ghi gì cả: kiểm tra rồi bấm lưu.</p>'
NOT_FILLED = {"csrfmiddlewaretoken"}


def refill(page, target, address, fields):
    """(*page* with *fields* in the first form that it sends to *target*, how many controls took their value)."""
    filler = Filler(target, address, fields)
    filler.feed(page)
    filler.close()
    return "".join(filler.out), filler.count


class Filler(HTMLParser):
    """Copies a page to `out`. The values of a name are used in their order, as a browser sent them."""

    def __init__(self, target, address, fields):
        super().__init__(convert_charrefs=False)
        self.target, self.address = urlsplit(target), address
        self.fields = {name: list(values) for name, values in fields.items()}
        self.out, self.count = [], 0
        self.is_inside = self.is_done = False
        self.chosen = None  # the values of the select around an option
        self.is_replaced = False  # inside a text box whose old text is left out

    # --- where we are ---

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "form":
            self.is_inside = not self.is_done and self._is_ours(attrs)
        fill = getattr(self, f"_{tag}", None) if self.is_inside else None
        text = self.get_starttag_text()
        self.out.append(fill(attrs, text) if fill else text)
        if tag == "form" and self.is_inside:
            self.out.append(NOTICE)
        if tag == "textarea" and self.is_inside and attrs.get("name") in self.fields:
            self.out.append(escape(self._next(attrs["name"])))
            self.is_replaced = True

    handle_startendtag = handle_starttag

    def handle_endtag(self, tag):
        self.is_replaced = self.is_replaced and tag != "textarea"
        if tag == "select":
            self.chosen = None
        if tag == "form" and self.is_inside:
            self.is_inside, self.is_done = False, True
        self.out.append(f"</{tag}>")

    def _is_ours(self, attrs):
        sent_to = urlsplit(urljoin(self.address, attrs.get("action") or ""))
        return attrs.get("method", "").lower() == "post" and sent_to.path == self.target.path

    # --- controls ---

    def _input(self, attrs, text):
        name, kind = attrs.get("name"), attrs.get("type", "text").lower()
        if name in NOT_FILLED or not name:
            return text
        if kind in ("checkbox", "radio"):
            values = self.fields.get(name, [])
            self.count += attrs.get("value", "on") in values
            return tag("input", attrs, "checked", attrs.get("value", "on") in values)
        if kind in FREE_TEXT and name in self.fields:
            return tag("input", attrs | {"value": self._next(name)})
        return text

    def _select(self, attrs, text):
        self.chosen = self.fields.get(attrs.get("name"))
        self.count += self.chosen is not None
        return text

    def _option(self, attrs, text):
        if self.chosen is None or "value" not in attrs:
            return text
        return tag("option", attrs, "selected", attrs["value"] in self.chosen)

    def _next(self, name):
        self.count += 1
        values = self.fields[name]
        return values.pop(0) if len(values) > 1 else values[0]

    # --- everything else goes through unchanged ---

    def handle_data(self, data):
        if not self.is_replaced:
            self.out.append(data)

    def handle_entityref(self, name):
        self.handle_data(f"&{name};")

    def handle_charref(self, name):
        self.handle_data(f"&#{name};")

    def handle_comment(self, data):
        self.out.append(f"<!--{data}-->")

    def handle_decl(self, decl):
        self.out.append(f"<!{decl}>")


def tag(name, attrs, flag=None, is_set=False):
    """The start of an element; *flag* is an attribute without a value."""
    kept = {key: value for key, value in attrs.items() if key != flag} | ({flag: None} if is_set else {})
    written = [key if value is None else f'{key}="{escape(value)}"' for key, value in kept.items()]
    return f"<{' '.join([name, *written])}>"
