# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Kits by their parts, as Manufacturing takes them apart, where it is installed."""

from odoo.tools import SQL


def sql_by_parts(env, company, lines):
    """Return ``lines`` with each kit's parts in its place, and the parts of kits in kits.

    :param lines: line_id, warehouse_id, product_id, quantity and day
    """
    if "mrp.bom" not in env:
        return lines
    return SQL(
        """
        SELECT line_id, warehouse_id, product_id, quantity, day
          FROM (WITH RECURSIVE part AS (
                SELECT line_id, warehouse_id, product_id, quantity::float8, day, 0 AS depth
                  FROM (%(lines)s) line
                 UNION ALL
                SELECT part.line_id, part.warehouse_id, piece.product_id,
                       part.quantity * piece.product_qty * piece_unit.factor / own_unit.factor
                           / (kit.product_qty * kit_unit.factor / whole_unit.factor),
                       part.day, part.depth + 1
                  FROM part
                  JOIN product_product whole ON whole.id = part.product_id
                  JOIN product_template whole_template ON whole_template.id = whole.product_tmpl_id
                  JOIN uom_uom whole_unit ON whole_unit.id = whole_template.uom_id
                  CROSS JOIN LATERAL (%(kit)s) kit
                  JOIN uom_uom kit_unit ON kit_unit.id = kit.product_uom_id
                  JOIN mrp_bom_line piece ON piece.bom_id = kit.id AND %(is_for_variant)s
                  JOIN uom_uom piece_unit ON piece_unit.id = piece.product_uom_id
                  JOIN product_product own ON own.id = piece.product_id
                  JOIN product_template own_template ON own_template.id = own.product_tmpl_id
                  JOIN uom_uom own_unit ON own_unit.id = own_template.uom_id
                 -- Odoo refuses kits that hold themselves; SQL would not end.
                 WHERE part.depth < 20)
                SELECT part.* FROM part
                  JOIN product_product whole ON whole.id = part.product_id
                 WHERE NOT EXISTS (%(kit)s)) taken_apart
        """,
        lines=lines,
        kit=sql_kit(company),
        is_for_variant=sql_is_for_variant(),
    )


def sql_kit(company):
    """Return the bill of materials by which the product ``whole`` is a kit, if it is one."""
    return SQL(
        """
        SELECT bom.id, bom.product_qty, bom.product_uom_id FROM mrp_bom bom
         WHERE bom.product_tmpl_id = whole.product_tmpl_id AND bom.type = 'phantom'
           AND bom.active AND (bom.product_id IS NULL OR bom.product_id = whole.id)
           AND (bom.company_id IS NULL OR bom.company_id = %s)
           AND bom.picking_type_id IS NULL
         ORDER BY bom.sequence, bom.product_id, bom.id LIMIT 1
        """,
        company.id,
    )


def sql_is_for_variant():
    """Return whether a line ``piece`` is meant for the variant ``whole``.

    Of each attribute that it names, it names a value that the variant has.
    """
    return SQL(
        """
        NOT EXISTS (
            SELECT FROM mrp_bom_line_product_template_attribute_value_rel named
              JOIN product_template_attribute_value wanted
                ON wanted.id = named.product_template_attribute_value_id
             WHERE named.mrp_bom_line_id = piece.id AND NOT EXISTS (
                SELECT FROM mrp_bom_line_product_template_attribute_value_rel other
                  JOIN product_template_attribute_value given
                    ON given.id = other.product_template_attribute_value_id
                   AND given.attribute_id = wanted.attribute_id
                  JOIN product_variant_combination own
                    ON own.product_template_attribute_value_id = given.id
                   AND own.product_product_id = whole.id
                 WHERE other.mrp_bom_line_id = piece.id))
        """
    )
