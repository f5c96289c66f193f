# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Walk what we add to Odoo's own models: who may open a form of theirs may open it with ours.

The models, fields, forms and roles are those of the database, not a list: a field added to
one more model is walked as well, and fails where there is no record to read it on.
"""

from lxml import etree
from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged

PREFIX = "scm_"
# Roles that have no privilege of their own, which is how the others are found.
MORE_ROLES = (
    "base.group_user",
    "base.group_system",
    "account.group_account_readonly",
    "account.group_account_user",
)


class ScmNativeModelsCommon(TransactionCase):
    """Find Odoo's models with fields of ours, and a record of each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._create_records()
        cls.records = {name: cls._find_record(name) for name in cls._get_native_models()}

    @classmethod
    def _get_native_models(cls):
        return sorted(
            name
            for name, model in cls.env.registry.items()
            if not name.startswith("scm.") and not model._abstract and cls._get_our_fields(name)
        )

    @classmethod
    def _get_our_fields(cls, name):
        return sorted(field for field in cls.env[name]._fields if field.startswith(PREFIX))

    @classmethod
    def _find_record(cls, name):
        """Return the last record of the users' company; settings are made by who opens them."""
        model = cls.env[name]
        if name == "res.company":
            return cls.env.company
        field = "company_id" if "company_id" in model._fields else False
        domain = [(field, "in", (False, cls.env.company.id))] if field else []
        return model.search(domain, order="id DESC", limit=1)

    @classmethod
    def _create_records(cls):
        """Create one purchase with its receipt, and what else may be missing."""
        cls.vendor = cls.env["res.partner"].create({"name": "Walked Vendor", "is_company": True})
        cls.product = cls.env["product.product"].create(
            {
                "name": "Walked",
                "is_storable": True,
                "tracking": "lot",
                "seller_ids": [(0, 0, {"partner_id": cls.vendor.id, "price": 1.0})],
            }
        )
        cls.env["stock.lot"].create({"name": "WALKED", "product_id": cls.product.id})
        cls.order = cls.env["purchase.order"].create(
            {
                "partner_id": cls.vendor.id,
                "order_line": [(0, 0, {"product_id": cls.product.id, "product_qty": 5})],
            }
        )
        cls.order.button_confirm()
        cls.env["stock.scrap"].create({"product_id": cls.product.id, "scrap_qty": 1})
        cls.env["purchase.requisition"].create({"vendor_id": cls.vendor.id})


@tagged("post_install", "-at_install")
class TestNativeForms(ScmNativeModelsCommon):
    """Nobody is kept out of one of Odoo's forms by a field or button of ours."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        found = cls.env["ir.model.data"].search(
            [("model", "=", "res.groups"), ("module", "not like", "scm\\_assistant\\_%")]
        )
        groups = cls.env["res.groups"].browse(found.mapped("res_id")).filtered("privilege_id")
        for role in MORE_ROLES:
            groups |= cls.env.ref(role)
        cls.users = {
            group: new_test_user(cls.env, f"walk_{group.id}", "base.group_user") for group in groups
        }
        for group, user in cls.users.items():
            user.group_ids |= group

    def test_every_model_has_a_record_to_read(self):
        missing = {
            name
            for name, record in self.records.items()
            if not record and not self.env[name]._transient
        }
        self.assertFalse(missing)

    def test_every_role_reads_our_fields_of_what_it_may_read(self):
        refused = set()
        for group, name, record in self._walk():
            for field in record.fields_get(attributes=["type"]):
                if field.startswith(PREFIX) and not self._can(record.read, [field]):
                    refused.add(f"{name}.{field}: {group.full_name}")
        self.assertFalse(refused, "\n" + "\n".join(sorted(refused)))

    def test_every_role_opens_what_our_buttons_in_its_form_open(self):
        refused = set()
        for group, name, record in self._walk():
            arch = etree.fromstring(record.get_view(view_type="form")["arch"])
            # What stands in a list of lines belongs to another model.
            for button in arch.xpath("//button[@type='object'][not(ancestor::field)]/@name"):
                if PREFIX in button and not self._can(self._open, record, button):
                    refused.add(f"{name}.{button}: {group.full_name}")
        self.assertFalse(refused, "\n" + "\n".join(sorted(refused)))

    def _walk(self):
        """Yield (group, model, record as its user) of what each role may read."""
        walked = set()
        for group, user in self.users.items():
            for name, record in self.records.items():
                own = record.with_user(user)
                if own._transient and own.has_access("create"):
                    own = own.create({})
                if own and own.has_access("read"):
                    walked.add(name)
                    yield group, name, own
        self.assertFalse(self.records.keys() - walked, "Nobody reads these")

    def _can(self, method, *args):
        """Tell whether the user has the rights; what is cached of others helps nobody."""
        self.env.invalidate_all()
        try:
            with self.env.cr.savepoint():
                method(*args)
        except AccessError:
            return False
        return True

    def _open(self, record, button):
        """Click a button, and read what it opens."""
        try:
            action = getattr(record, button)()
        except AccessError:
            raise
        except UserError:
            return
        if action and action.get("res_model"):
            action_model = self.env[action["res_model"]].with_env(record.env)
            action_model.search_fetch(action.get("domain") or [], ["display_name"], limit=1)


@tagged("post_install", "-at_install")
class TestPortalFields(ScmNativeModelsCommon):
    """Who comes from outside reads his own orders, and nothing of ours on them."""

    def test_outsiders_read_and_search_no_field_of_ours(self):
        seen = set()
        walked = 0
        for login in ("portal", "public"):
            user = new_test_user(self.env, f"walk_{login}", f"base.group_{login}")
            for name, record in self.records.items():
                model = self.env[name].with_user(user)
                if not model.has_access("read"):
                    continue
                walked += 1
                for field in self._get_our_fields(name):
                    if self._is_seen(model, record, field):
                        seen.add(f"{name}.{field}: {login}")
        self.assertGreater(walked, 5)
        self.assertFalse(seen, "\n" + "\n".join(sorted(seen)))

    def _is_seen(self, model, record, field):
        """Tell whether the field is described, can be read, or be searched for."""
        if field in model.fields_get(attributes=["type"]):
            return True
        value = record.read([field], load="")[0][field]
        wanted = value if isinstance(value, list) else [value]
        for method, argument in (
            (model.browse(record.ids).read, [field]),
            (model.search, [(field, "in", wanted or [0])]),
        ):
            try:
                method(argument)
            except AccessError:
                continue
            return True
        return False
