# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
from odoo.tests import tagged

from ..models.approval.scm_approval_order_port import ScmApprovalMixin
from ..models.product_product import ProductProduct
from ..models.res_partner import ResPartner
from ..tools.ports import LeadTime
from .common import ScmBaseCommon


@tagged("post_install", "-at_install")
class TestPorts(ScmBaseCommon):
    """The defaults are called on their own classes: other addons may override them."""

    def test_ports_of_products_are_empty_while_no_addon_answers(self):
        product = self.env["product.product"].create({"name": "Box"})
        self.assertEqual(
            ProductProduct._scm_get_measured_lead_times(product, self.company, {(1, 2)}), {}
        )
        self.assertEqual(ProductProduct._scm_get_need_dates(product, self.company), {})

    def test_ports_of_suppliers_are_empty_while_no_addon_answers(self):
        self.assertEqual(ResPartner._scm_get_supplier_grades(self.partner, self.company), {})
        self.assertEqual(ResPartner._scm_get_supplier_block(self.partner, self.company), {})

    def test_nobody_is_asked_to_change_an_order_while_no_addon_answers(self):
        document = self.env["scm.approval.mixin"]
        self.assertIsNone(ScmApprovalMixin._ask_for_order_change(document, None, quantity=1))

    def test_lead_time_names_its_figures(self):
        lead_time = LeadTime(9.0, 1.5, 12)
        self.assertEqual((lead_time.mean, lead_time.deviation), (9.0, 1.5))
        self.assertEqual(lead_time.observations, 12)
