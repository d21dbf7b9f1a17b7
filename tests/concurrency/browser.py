"""What a browser does, without Django's test signals, which threads would mix up."""

from html.parser import HTMLParser

from django.test import Client


def browser(session):
    client = Client()
    client.cookies = session.copy()
    return client


class Fields(HTMLParser):
    """What a browser would send back from a page. (Client.context mixes up threads: it listens to a global signal.)"""

    def __init__(self):
        super().__init__()
        self.given, self.select = {}, None

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        if tag == "select":
            self.select = given["name"]
        if tag == "option" and "selected" in given:
            self.given[self.select] = given.get("value", "")
        if tag == "input" and "name" in given and (given.get("type") != "radio" or "checked" in given):
            self.given[given["name"]] = given.get("value", "")


def fields(page):
    parser = Fields()
    parser.feed(page)
    return parser.given
