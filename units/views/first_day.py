"""The page of an empty register. Once there is an account or a unit it leads on and shows nothing."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from nakhe.access import Role
from units.first_day import FIRST_ROLES, NotEmpty, is_empty, set_up
from units.forms.first_day import FirstDayForm


@login_not_required
@never_cache
def first_day(request):
    if not is_empty():
        return redirect("overview")
    form = FirstDayForm(request.POST or None)
    begun = _begin(form) if request.method == "POST" and form.is_valid() else None
    if begun:
        roles = [Role(role).label for role in FIRST_ROLES]
        return render(request, "first_day/begun.html", {"begun": begun, "roles": roles})
    return render(request, "first_day/begin.html", {"form": form})


def _begin(form):
    """Begun; None when something was wrong, which the form then says, or when somebody else was faster."""
    try:
        return set_up(**form.given)
    except NotEmpty as error:
        form.add_error(None, str(error))
    except ValidationError as error:
        form.add_error(None, error)  # by field
    return None
