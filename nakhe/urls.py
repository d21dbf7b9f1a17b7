from django.contrib.auth import views as auth
from django.urls import include, path

from nakhe.accounts import OwnPassword, SignIn
from nakhe.adminsite import site

urlpatterns = [
    path("dang-nhap/", SignIn.as_view(), name="login"),
    path("dang-xuat/", auth.LogoutView.as_view(), name="logout"),
    path("doi-mat-khau/", OwnPassword.as_view(), name="password_change"),
    path("doi-mat-khau/xong/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("quan-tri/", site.urls),
    path("", include("members.urls")),
    path("", include("reports.urls")),
]
