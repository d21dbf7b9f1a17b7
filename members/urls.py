from django.urls import path

from members.views import people, people_file, person, ratings, saved_views, selection, units, village_heads

urlpatterns = [
    path("chi-bo/", units.units, name="units"),
    path("chi-bo/<int:pk>/", units.unit, name="unit"),
    path("truong-thon/", village_heads.village_heads, name="village_heads"),
    path("dang-vien/", people.people, name="people"),
    path("dang-vien.xlsx", people_file.people_file, name="people_file"),
    path("dang-vien/chon/", selection.selection, name="selection"),
    path("dang-vien/chon/xuat/", people_file.chosen_file, name="chosen_file"),
    path("dang-vien/chon/sua/", selection.chosen_change, name="chosen_change"),
    path("dang-vien/danh-sach/luu/", saved_views.saved_view_add, name="saved_view_add"),
    path("dang-vien/danh-sach/<int:pk>/", saved_views.saved_view, name="saved_view"),
    path("dang-vien/them/", person.person_add, name="person_add"),
    path("dang-vien/<int:pk>/", person.person, name="person"),
    path("dang-vien/<int:pk>/sua/", person.person_edit, name="person_edit"),
    path("dang-vien/<int:pk>/so/<int:number_pk>/", person.number, name="number"),
    path("xep-loai/", ratings.ratings, name="ratings"),
]
