from django.contrib.auth import views as auth
from django.urls import include, path

from nakhe.accounts import OwnPassword, SignIn
from nakhe.adminsite import site
from nakhe.second_step import backup_codes, second_step, two_steps_off, two_steps_page
from nakhe.waiting_files import waiting_file

urlpatterns = [
    path("dang-nhap/", SignIn.as_view(), name="login"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", OwnPassword.as_view(), name="password_change"),
    path("doi-mat-khau/xong/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("dang-nhap/buoc-hai/", second_step, name="second_step"),
    path("xac-thuc-hai-buoc/", two_steps_page, name="two_steps"),
    path("xac-thuc-hai-buoc/tat/", two_steps_off, name="two_steps_off"),
    path("xac-thuc-hai-buoc/ma-du-phong/", backup_codes, name="backup_codes"),
    path("tep-cho-tai/<str:ticket>/", waiting_file, name="waiting_file"),
    path("quan-tri/", site.urls),
    path("", include("units.urls")),
    path("", include("members.urls")),
    path("", include("reports.urls")),
]
