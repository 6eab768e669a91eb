"""What allauth says in Dutch as a friend does, and the desk as it says everything: our catalogue goes before its."""

from django.utils.translation import gettext_noop

OURS = (
    gettext_noop("Please type your current password."),
    gettext_noop("Username can not be used. Please use other username."),
    gettext_noop("The username and/or password you specified are not correct."),
    gettext_noop("Use your password"),
    gettext_noop("You must type the same password each time."),
    gettext_noop("You cannot deactivate two-factor authentication."),
    gettext_noop("You cannot generate recovery codes without having two-factor authentication enabled."),
    gettext_noop(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional "
        "requirements such as biometrics or PIN protection."
    ),
    gettext_noop("Please reauthenticate to safeguard your account."),
    gettext_noop("Password successfully changed."),
    gettext_noop("Enter your password:"),
    gettext_noop("Enter an authenticator code:"),
    gettext_noop("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    gettext_noop("You are about to generate a new set of recovery codes for your account."),
    gettext_noop("This action will invalidate your existing codes."),
    gettext_noop("Are you sure?"),
    gettext_noop("You are about to deactivate authenticator app based authentication. Are you sure?"),
    gettext_noop("Are you sure you want to remove this security key?"),
    gettext_noop("Confirm Access"),
    gettext_noop("Two-Factor Authentication"),
    gettext_noop("Alternative options"),
    gettext_noop("Use a security key"),
    gettext_noop("Passwordless"),
    gettext_noop("Current Password"),
    gettext_noop("New Password"),
    gettext_noop("New Password (again)"),
    gettext_noop("Name"),
    gettext_noop("Add Security Key"),
    gettext_noop("Edit Security Key"),
    gettext_noop("Remove Security Key"),
    gettext_noop("Security Keys"),
    gettext_noop("Authenticator code"),
    gettext_noop("Recovery Codes"),
    gettext_noop("Change Password"),
    gettext_noop("Unused codes"),
    gettext_noop("Master key"),
    gettext_noop("Backup key"),
    gettext_noop("Deactivate Authenticator App"),
    gettext_noop("Deactivate"),
    gettext_noop("Generate"),
    gettext_noop("Generate new codes"),
    gettext_noop("Download codes"),
)
"""The messages, by what they are in English. Nothing reads this: scripts/messages.py finds them here."""
