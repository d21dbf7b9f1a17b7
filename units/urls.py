from django.urls import path

from units.views import accounts, first_day, own_account

urlpatterns = [
    path("bat-dau/", first_day.first_day, name="first_day"),
    path("tai-khoan/", accounts.accounts, name="accounts"),
    path("tai-khoan/them/", accounts.account_add, name="account_add"),
    path("tai-khoan/<int:pk>/", accounts.account, name="account"),
    path("tai-khoan/<int:pk>/vai-tro/", accounts.role_add, name="account_role_add"),
    path("tai-khoan/<int:pk>/vai-tro/<int:grant_pk>/", accounts.role_end, name="account_role_end"),
    path("tai-khoan/<int:pk>/mat-khau/", accounts.password, name="account_password"),
    path("tai-khoan/<int:pk>/ngung/", accounts.close, name="account_close"),
    path("tai-khoan/<int:pk>/mo-lai/", accounts.reopen, name="account_reopen"),
    path("tai-khoan/<int:pk>/mo-khoa/", accounts.unlock, name="account_unlock"),
    path("tai-khoan/<int:pk>/go-hai-buoc/", accounts.two_steps_removed, name="account_two_steps_removed"),
    path("tai-khoan/<int:pk>/phien/", accounts.sessions_end, name="account_sessions_end"),
    path("tai-khoan-cua-toi/", own_account.own_account, name="own_account"),
    path("tai-khoan-cua-toi/phien/", own_account.own_sessions_end, name="own_sessions_end"),
    path("da-go/", own_account.kept_forms, name="kept_forms"),
    path("da-go/<int:pk>/", own_account.kept_form_open, name="kept_form_open"),
]
