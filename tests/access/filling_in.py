"""What a browser would send back from an admin page, unchanged."""

from django import forms


def all_forms(page):
    """The page's form and those of its inlines."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    return [page.context["adminform"].form, *[form for formset in formsets for form in formset]]


def as_sent(page):
    """{name: value} for every control of an admin form that a browser would send."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    sent = {"_base": page.context["base"]}
    for form in [*all_forms(page), *[formset.management_form for formset in formsets]]:
        for bound in form:
            value = bound.value()
            if bound.field.disabled or value is None or value is False:
                continue
            prepared = bound.field.prepare_value(value)
            if isinstance(bound.field, forms.ModelMultipleChoiceField):
                prepared = [record.pk for record in bound.field.queryset.filter(pk__in=prepared)]
            sent[bound.html_name] = "on" if prepared is True else prepared
    return sent


def choices(page):
    """(form, field name) for every control that offers records, and may be changed."""
    for form in all_forms(page):
        for name, field in form.fields.items():
            if isinstance(field, forms.ModelChoiceField) and not field.disabled:
                yield form, name
