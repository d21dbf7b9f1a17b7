from django.urls import path

from members.views import movements, people, person, ratings, reorganisation, units, village_heads

urlpatterns = [
    path("chi-bo/", units.units, name="units"),
    path("chi-bo/<int:pk>/", units.unit, name="unit"),
    path("chi-bo/thay-doi/", reorganisation.unit_changes, name="unit_changes"),
    path("chi-bo/thay-doi/<int:pk>/", reorganisation.unit_change, name="unit_change"),
    path("chi-bo/thay-doi/<int:pk>/huy/", reorganisation.unit_change_cancel, name="unit_change_cancel"),
    path("chi-bo/thay-doi/ghi/<slug:slug>/", reorganisation.unit_change_add, name="unit_change_add"),
    path("truong-thon/", village_heads.village_heads, name="village_heads"),
    path("dang-vien/", people.people, name="people"),
    path("dang-vien.xlsx", people.people_file, name="people_file"),
    path("dang-vien/them/", person.person_add, name="person_add"),
    path("dang-vien/<int:pk>/", person.person, name="person"),
    path("dang-vien/<int:pk>/sua/", person.person_edit, name="person_edit"),
    path("dang-vien/<int:pk>/so/<int:number_pk>/", person.number, name="number"),
    path("bien-dong/", movements.movements, name="movements"),
    path("bien-dong/<int:pk>/", movements.movement, name="movement"),
    path("bien-dong/<int:pk>/huy/", movements.movement_cancel, name="movement_cancel"),
    path("bien-dong/ghi/<slug:slug>/", movements.movement_add, name="movement_add"),
    path("xep-loai/", ratings.ratings, name="ratings"),
]
