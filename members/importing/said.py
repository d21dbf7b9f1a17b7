"""What one cell says: values for fields of the person, and what is to be known, asked or mended about them."""

from dataclasses import dataclass, field

from members.importing.result import ASK, ERROR, LEAVE, TAKE, WARNING, Option, Problem, Question

AS_READ = Option(TAKE, "Lấy như đã đọc")
LEAVE_OUT = Option(LEAVE, "Để trống, không nhập ô này")


@dataclass
class Said:
    values: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    beside: dict = field(default_factory=dict)

    def __or__(self, other):
        return Said(self.values | other.values, self.problems + other.problems, self.beside | other.beside)


NOTHING = Said()


class Answers:
    """What people answered so far, and every question that came up while reading."""

    def __init__(self, given=None):
        self.given = dict(given or {})
        self.asked = {}

    def ask(self, question):
        """The answer, one of the options' values or what was typed; None as long as nobody gave it."""
        self.asked.setdefault(question.key, question)
        answer = self.given.get(question.key)
        is_known = answer in {option.value for option in question.options}
        return answer if is_known or (question.typed and answer) else None


def error(name, code, message):
    return Said(problems=[Problem(ERROR, code, message, name)])


def warned(name, value, code, message):
    return Said({name: value}, [Problem(WARNING, code, message, name)])


def guessed(name, value, before, code, reason, answers, after=""):
    """*value*, shown as a guess that a person may refuse for all cells guessed alike."""
    question = Question(f"guess|{name}|{code}", reason, [AS_READ, LEAVE_OUT])
    if answers.ask(question) == LEAVE:
        return NOTHING
    message = f"“{before}” được đọc là “{after or value}”: {reason}"
    return Said({name: value}, [Problem(WARNING, code, message, name, "", before, str(after or value), question.key)])


def asked(name, key, code, message, options, answers, proposed=None):
    """The chosen value; until somebody chooses, the *proposed* one (or none) and the question.

    *options*: {value: label}, beside which the field may always be left out.
    """
    offered = [Option(value, label) for value, label in options.items()]
    taken = [AS_READ] if proposed is not None else []
    question = Question(key, message, [*taken, *offered, LEAVE_OUT])
    answer = answers.ask(question)
    if answer == LEAVE:
        return NOTHING
    if answer is not None:
        return Said({name: proposed if answer == TAKE else answer})
    values = {name: proposed} if proposed is not None else {}
    return Said(values, [Problem(ASK, code, message, name, "", "", str(proposed or ""), key)])
