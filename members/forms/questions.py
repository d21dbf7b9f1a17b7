"""What is doubtful is asked about: an error until it is confirmed, for that very sentence."""

from django.core.exceptions import ValidationError


class AsksQuestions:
    """For a form; its template is members/_field.html, which shows the tick beside the field."""

    @property
    def confirmed(self):
        return set(self.data.getlist("xac_nhan")) if hasattr(self.data, "getlist") else set()

    def ask(self, name, message):
        """Refuse *message* at field *name* until it has been ticked."""
        field = self.fields[name]
        field.questions = [*getattr(field, "questions", []), (message, message in self.confirmed)]
        if message not in self.confirmed:
            self.add_error(name, ValidationError(message, code="question"))
