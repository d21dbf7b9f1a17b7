"""Whom a row means: by citizen number, then card number, then name and birth; what is doubtful is asked, never made."""

from collections import Counter

from members.importing.comparing import changes_of, side_by_side, telling
from members.importing.register import KIND, NUMBER_KINDS, spelt_alike
from members.importing.result import ASK, ERROR, SKIP, TAKE, Option, Problem, Question
from nakhe.vietnamese.identity import mask
from nakhe.vietnamese.names import fold

NEW_PERSON = "new"
NO_BIRTH = "match|no_birth"
ONE_NAMESAKE = "Những dòng này không có ngày sinh, và mỗi tên chỉ có một người trong sổ. Lấy là người đó?"
NAMED_ALONE = len(("full_name", "unit"))
NUMBER_NAMES = {"citizen_id": "Số căn cước", "card_number": "Số thẻ", "old_card_number": "Số thẻ cũ"}


def match(row, register, answers, columns):
    """The Known that *row* means, or None for somebody new; what has to be asked first stands among its problems."""
    by_number = _by_numbers(row, register, columns)
    if len(by_number) > 1:
        return ask_who(
            row,
            list(by_number.values()),
            "Các số trong dòng này thuộc về nhiều người trong sổ.",
            register,
            answers,
            columns,
        )
    if by_number:
        name, known = next(iter(by_number.items()))
        return _confirmed(row, name, known, register, answers, columns)
    return _by_name(row, register, answers, columns)


def _by_numbers(row, register, columns):
    """{field: Known}, each person once, the surest number first."""
    found = {}
    for name in NUMBER_KINDS:
        if name in row.person:
            known, is_taken = register.holder(name, row.person[name])
            if is_taken:
                message = (
                    f"{NUMBER_NAMES[name]} này đã ghi cho một người ngoài các chi bộ của bạn. Kiểm tra lại giấy tờ."
                )
                row.problems.append(Problem(ERROR, "number_taken", message, name, columns.get(name, "")))
            elif known and known not in found.values():
                found[name] = known
    return found


def _confirmed(row, name, known, register, answers, columns):
    """A number is enough where the name or the birth agrees."""
    if _named_alike(row, known) or known.birth and known.birth == row.person.get("birth_date"):
        row.matched_by = name
        return known
    message = f"{NUMBER_NAMES[name]} này trong sổ là của {known.described}; họ tên, ngày sinh ở đây khác."
    namesakes = [one for one in _namesakes(row, register) if one is not known]
    return ask_who(row, [known, *namesakes], message, register, answers, columns)


def _by_name(row, register, answers, columns):
    """A namesake born alike is the person where nothing speaks against it."""
    birth, possible = row.person.get("birth_date", ""), _namesakes(row, register)
    possible = [known for known in possible if _is_spelt_so(row, known)] or possible
    sure = [known for known in possible if _is_sure(row, known)]
    if len(sure) == 1 and len(possible) == 1:
        row.matched_by = "full_name"
        return sure[0]
    if not possible:
        return _nearly(row, register, answers, columns)
    if len(possible) == 1 and not birth and _is_spelt_so(row, possible[0]):
        return _the_only_namesake(row, possible[0], register, answers, columns)
    several = "Trùng tên, ngày sinh với nhiều người" if len(possible) > 1 else "Có thể trùng"
    told = "; ".join(known.described for known in possible)
    return ask_who(row, possible, f"{several}: trong sổ đã có {told}.", register, answers, columns)


def _called(row, register):
    """Who is called so, whenever they were born."""
    return next(filter(None, map(register.namesakes, _names(row))), [])


def _namesakes(row, register):
    """Who is called so, and may be born so."""
    return [known for known in _called(row, register) if may_be(row.person.get("birth_date", ""), known.birth)]


def _is_sure(row, known):
    """Spelt alike, born alike to the day (or as known, in the same chi bộ), and no number of another."""
    birth = row.person.get("birth_date", "")
    spelt = _is_spelt_so(row, known)
    born = bool(birth) and birth == known.birth and (len(birth) == 10 or row.person.get("unit") == known.unit)
    return spelt and born and not _numbers_differ(row, known)


def _nearly(row, register, answers, columns):
    """Who is asked about because only a slip of the pen tells the births apart; None where there is nobody."""
    near = [known for known in _called(row, register) if _is_near(row, known)]
    told = "; ".join(known.described for known in near)
    message = f"Cùng tên, cùng chi bộ, ngày sinh gần giống {told}."
    return ask_who(row, near, message, register, answers, columns) if near else None


def _is_near(row, known):
    """A slip of the pen in the birth of somebody in the same chi bộ: one of day, month and year, or day for month."""
    born, held = (each.split("-") for each in (row.person.get("birth_date", ""), known.birth))
    if len(born) != 3 or len(held) != 3 or not known.unit or row.person.get("unit") != known.unit:
        return False
    is_swapped = born == [held[0], held[2], held[1]]
    return (is_swapped or sum(map(str.__ne__, born, held)) == 1) and not _numbers_differ(row, known)


def _is_spelt_so(row, known):
    return any(spelt_alike(said, name) for said in _names(row) for name in known.names)


def _names(row):
    """As the row names somebody, the birth certificate's before the one in use."""
    return [row.person[name] for name in ("full_name", "name_in_use") if name in row.person]


def _the_only_namesake(row, known, register, answers, columns):
    """Of a list without births everybody who has one namesake is asked about at once, but for who is told by the rest,
    or by the chi bộ in a file that was made of the register."""
    is_told = register.is_own_export and row.person.get("unit") == known.unit or _is_told_by_the_rest(row, known)
    if is_told and not _numbers_differ(row, known):
        row.matched_by = "full_name"
        return known
    other = Option(NEW_PERSON, "Đều là người mới") if register.admits_newcomers else Option(SKIP, "Bỏ các dòng này")
    options = [Option(TAKE, "Là người cùng tên trong sổ"), other]
    question = Question(NO_BIRTH, ONE_NAMESAKE, options)
    answer = answers.ask(question)
    if answer is None:
        message = f"Không có ngày sinh; trong sổ có một người cùng tên: {known.described}. Là người này?"
        row.problems.append(
            Problem(ASK, "match", message, "full_name", columns.get("full_name", ""), question=question.key)
        )
    if answer == SKIP:
        row.beside["left"] = "match"
    row.matched_by = "answer" if answer == TAKE else ""
    return known if answer == TAKE else None


def _is_told_by_the_rest(row, known):
    """Whether *row* names the chi bộ of *known* and what else it says is on record so.

    That is: of what few share more agrees than differs, or several fields are said and none would change.
    """
    if row.person.get("unit") != known.unit:
        return False
    agreeing, differing = telling(row, known)
    return len(agreeing) > len(differing) or len(row.person) > NAMED_ALONE and not changes_of(row, known)


def _numbers_differ(row, known):
    """A citizen number is another person's; a card may have been issued anew."""
    number = row.person.get("citizen_id")
    same_kind = [
        each
        for kind in NUMBER_KINDS["citizen_id"]
        for each in known.numbers.get(kind, ())
        if number and len(each) == len(number)
    ]
    return bool(number and same_kind) and number not in same_kind


def _named_alike(row, known):
    return fold(row.person.get("full_name", "")) in {fold(name) for name in known.names}


def may_be(one, other):
    """Whether two births, ISO and as precise as known, may be one."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def _told_apart(possible):
    """How each of *possible* is described; twins by name and birth by their cards, or the number of their record."""
    times = Counter(known.described for known in possible)
    for known in possible:
        cards = known.numbers.get(KIND.CARD, ()) if known.tells("card_number") else ()
        card = next((f"số thẻ {mask(number)}" for number in cards), f"hồ sơ số {known.pk}")
        yield known.described if times[known.described] == 1 else f"{known.described}, {card}"


def ask_who(row, possible, message, register, answers, columns):
    """The chosen person; None until somebody chose, or for somebody new."""
    chosen = {str(known.pk): known for known in possible}
    named = zip(chosen.items(), _told_apart(possible), strict=True)
    options = [Option(pk, f"Là {told}", *side_by_side(row, known)) for (pk, known), told in named]
    options += [Option(NEW_PERSON, "Người mới")] if register.admits_newcomers else []
    options.append(Option(SKIP, "Bỏ dòng này"))
    key = f"match|{row.sheet}|{row.row}|{','.join(chosen)}"
    answer = answers.ask(Question(key, f"Dòng {row.row}, {row.person.get('full_name', '')}: {message}", options))
    if answer == SKIP:
        row.beside["left"] = "match"
    if answer is None:
        row.problems.append(Problem(ASK, "match", message, "full_name", columns.get("full_name", ""), question=key))
    elif answer in chosen:
        row.matched_by = "answer"
        return chosen[answer]
    return None
