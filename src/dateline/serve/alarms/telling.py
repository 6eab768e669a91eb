"""Telling an alarm to somebody outside: by mail, and to a webhook that can see that it is us."""

import hashlib
import json
import smtplib
import time
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from django.conf import settings

from dateline.intake.proof import signature
from dateline.newsroom.alarms import mail_to
from dateline.newsroom.house import house
from dateline.newsroom.models import OutgoingCall

TIMEOUT = 10.0
"""Seconds to wait for an answer."""

Way = OutgoingCall.Way


class NotTold(Exception):
    """A call that failed; the text says why, without anything secret."""


def ways() -> list[str]:
    """The ways that are set up."""
    found = [(Way.MAIL, settings.ALARM_MAIL and settings.SMTP), (Way.WEBHOOK, settings.ALARM_WEBHOOK)]
    return [str(way) for way, is_set in found if is_set]


def tell(call: OutgoingCall) -> None:
    """Makes a call. Raises NotTold."""
    if not (settings.SMTP and mail_to(call.alarm) if call.way == Way.MAIL else settings.ALARM_WEBHOOK):
        raise NotTold("this way is not set up any more")
    try:
        (_mail if call.way == Way.MAIL else _post)(call)
    except (OSError, smtplib.SMTPException) as error:
        # By its kind alone: some of these quote the address, and with it a password.
        raise NotTold(type(error).__name__) from None


def _post(call: OutgoingCall) -> None:
    alarm = call.alarm
    body = json.dumps(
        {
            "id": call.pk,
            "kind": alarm.kind,
            "subject": alarm.subject,
            "text": alarm.text,
            "began_at": alarm.began_at.isoformat(timespec="seconds"),
            "site": house().title,
            "desk": f"{settings.BASE_URL}/desk/alarms/",
        },
        ensure_ascii=False,
    ).encode()
    headers = {"Content-Type": "application/json", "Dateline-Id": str(call.pk), "User-Agent": "Dateline"}
    if settings.ALARM_SECRET:
        at, sha256 = int(time.time()), hashlib.sha256(body).hexdigest()
        signed = signature(settings.ALARM_SECRET, at, sha256)
        headers["Dateline-Signature"] = f"t={at}, sha256={sha256}, v1={signed}"
    import httpx2  # not above: a web process that has nothing to tell does without

    try:
        with (
            httpx2.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", settings.ALARM_WEBHOOK, content=body, headers=headers) as answer,
        ):
            status = answer.status_code
    except (httpx2.HTTPError, httpx2.InvalidURL) as error:
        raise NotTold(type(error).__name__) from None
    if not 200 <= status < 300:
        raise NotTold(f"it answered {status}")


def _mail(call: OutgoingCall) -> None:
    alarm, title = call.alarm, house().title
    message = EmailMessage()
    message["Subject"] = " ".join(f"{title}: {alarm.text}".split())[:150]
    message["From"] = settings.MAIL_FROM
    message["To"] = ", ".join(mail_to(alarm))
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(f"alarm-{call.pk}", domain=settings.MAIL_FROM.rpartition("@")[2] or None)
    began = f"{alarm.began_at:%Y-%m-%d %H:%M:%S} UTC"
    message.set_content(f"{alarm.text}\n\n{began}\n{settings.BASE_URL}/desk/alarms/\n")
    address = urlsplit(settings.SMTP)
    secure = address.scheme == "smtps"
    kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
    host, port = address.hostname or "localhost", address.port or (465 if secure else 25)
    with kind(host, port, timeout=TIMEOUT) as server:
        if address.scheme == "smtp+tls":
            server.starttls()
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)
