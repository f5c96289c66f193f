# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""The short message in the corner of the screen that says what a click has done."""

CLOSE = {"type": "ir.actions.act_window_close"}
RELOAD = {"type": "ir.actions.client", "tag": "soft_reload"}


def get_notification_action(message, kind="info", title=None, is_sticky=False, then=None):
    """Return the action by which a button says ``message``.

    :param str kind: info, success, warning or danger
    :param bool is_sticky: stays until it is closed
    :param dict then: the action that follows: ``CLOSE`` the dialog, ``RELOAD`` the view, ...

    >>> get_notification_action("Sent", "success", then=CLOSE)["params"]["type"]
    'success'
    """
    params = {"type": kind, "message": message}
    if title:
        params["title"] = title
    if is_sticky:
        params["sticky"] = True
    if then:
        params["next"] = then
    return {"type": "ir.actions.client", "tag": "display_notification", "params": params}
