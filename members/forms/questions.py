"""What is doubtful is asked about: an error until it is confirmed, for that very sentence."""

from django.core.exceptions import ValidationError


class AsksQuestions:
    """For a form; its template is members/_field.html, which shows the tick beside the field."""

    @property
    def confirmed(self):
        """The sentences that were ticked; one tick may stand for several, a line each."""
        ticked = self.data.getlist("xac_nhan") if hasattr(self.data, "getlist") else []
        return {sentence for value in ticked for sentence in value.splitlines()}

    def ask(self, name, message):
        """Refuse *message* at field *name* until it has been ticked."""
        field = self.fields[name]
        field.questions = [*getattr(field, "questions", []), (message, message in self.confirmed)]
        field.all_questions = "\n".join(told for told, _ in field.questions)
        field.are_all_confirmed = all(is_confirmed for _, is_confirmed in field.questions)
        if message not in self.confirmed:
            self.add_error(name, ValidationError(message, code="question"))
