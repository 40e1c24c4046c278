"""Reports of mail servers in the form of RFC 3464, as its appendix and two widespread servers write them."""

REPORT = """From: MAILER-DAEMON@{server} (Mail Delivery System)
To: office@kimbilio.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <20261130.report@{server}>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.
<amani@mail.example>: host mx.mail.example said: 550 5.1.1 unknown user

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; {server}
X-Queue-ID: 8C4A13F
Arrival-Date: Mon, 30 Nov 2026 10:00:00 +0300 (EAT)

Final-Recipient: rfc822; amani@mail.example
Original-Recipient: rfc822;amani@mail.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.mail.example
Diagnostic-Code: smtp; 550 5.1.1 unknown user

--cut
{returned}
--cut--
"""
WHOLE = """Content-Type: message/rfc822

From: office@kimbilio.example
To: amani@mail.example
Subject: Message
Message-ID: {id}

Tuko hapa.
"""
HEADERS = """Content-Type: text/rfc822-headers

From: office@kimbilio.example
To: amani@mail.example
Message-ID: {id}
"""


def report(
    identity, *, action="failed", status="5.1.1", returned=WHOLE, server="mx.kimbilio.example"
):
    """A report on the message with this Message-ID."""
    back = returned.format(id=identity)
    return REPORT.format(server=server, action=action, status=status, returned=back)
