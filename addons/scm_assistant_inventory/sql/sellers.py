# Copyright 2026 SCM Assistant contributors
# License LGPL-3.0 or later (https://www.gnu.org/licenses/lgpl).
"""Which vendor price a quantity is bought at: Odoo's own choice, for many products at once."""

from odoo.tools import SQL


def query_sellers(env, company, product_ids, quantities):
    """Return a row for each wanted quantity that somebody sells, as ``_select_seller`` would.

    A row: its place among the wanted ones from 1, vendor price, vendor, days, minimum and
    multiple, the last two in the product's unit. Of the prices that are valid today, of
    vendors that are active, up to the quantity: the vendor of the first by sequence,
    highest minimum and price, and of that vendor's prices the cheapest after discount.
    The minimum is the vendor's smallest, whichever tier was taken. Less than anybody
    sells is taken for the smallest quantity that somebody does.

    :param list product_ids: a product may be wanted several times
    :param list quantities: as many, each in the unit of its product
    """
    return SQL(
        """
        WITH wanted AS (
            SELECT * FROM unnest(%(products)s::int[], %(quantities)s::float8[])
                     WITH ORDINALITY AS one(product_id, quantity, number)),
        rate AS MATERIALIZED (%(rates)s),
        price AS (
            SELECT product.id AS product_id, info.id, info.partner_id, info.delay,
                   info.min_qty::float8 AS tier, info.price, info.sequence,
                   unit.factor / own.factor AS ratio, unit.id = own.id AS is_own_unit,
                   info.price * own.factor / unit.factor / rate.rate
                       * (1 - COALESCE(info.discount, 0) / 100) AS net,
                   min(info.min_qty * unit.factor / own.factor) OVER same_vendor AS minimum,
                   min(info.min_qty * unit.factor / own.factor) OVER same_product AS smallest
              FROM product_product product
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN product_supplierinfo info ON info.product_tmpl_id = template.id
                   AND (info.product_id IS NULL OR info.product_id = product.id)
                   AND (info.company_id IS NULL OR info.company_id = %(company)s)
                   AND (info.date_start IS NULL OR info.date_start <= %(today)s)
                   AND (info.date_end IS NULL OR info.date_end >= %(today)s)
              JOIN res_partner partner ON partner.id = info.partner_id AND partner.active
              JOIN uom_uom own ON own.id = template.uom_id
              JOIN uom_uom unit ON unit.id = COALESCE(info.product_uom_id, own.id)
              JOIN rate ON rate.currency_id = info.currency_id
             WHERE product.id IN (SELECT product_id FROM wanted)
            WINDOW same_vendor AS (PARTITION BY product.id, info.partner_id),
                   same_product AS (PARTITION BY product.id)),
        fitting AS (
            SELECT wanted.number, price.*,
                   first_value(price.partner_id) OVER (
                       PARTITION BY wanted.number
                       ORDER BY price.sequence, price.tier DESC, price.price, price.id
                   ) AS first_id
              FROM wanted JOIN price USING (product_id)
             WHERE %(reached)s)
        SELECT DISTINCT ON (number) number, id, partner_id, delay, minimum::float8,
               CASE WHEN ratio > 1 THEN ratio ELSE 0 END::float8 AS multiple
          FROM fitting
         WHERE partner_id = first_id
         ORDER BY number, net, sequence, id
        """,
        products=list(product_ids),
        quantities=list(quantities),
        rates=query_rates(company),
        company=company.id,
        today=company._scm_get_today(),
        reached=sql_reached(env["decimal.precision"].precision_get("Product Unit")),
    )


def sql_reached(digits):
    """Return the condition that the wanted quantity reaches the tier of a price.

    As Odoo compares: converted to another unit, it is rounded up.
    """
    return SQL(
        """
        CASE WHEN is_own_unit
             THEN round(GREATEST(quantity, smallest)::numeric, %(digits)s)
             ELSE ceil(round((GREATEST(quantity, smallest) / ratio)::numeric, %(digits)s + 6)
                       * 10 ^ %(digits)s) / 10 ^ %(digits)s
         END >= round(tier::numeric, %(digits)s)
        """,
        digits=digits,
    )


def query_rates(company):
    """Return (currency, its rate today), by which amounts in it are made comparable."""
    return SQL(
        """
        SELECT currency.id AS currency_id,
               COALESCE((SELECT rate.rate FROM res_currency_rate rate
                          WHERE rate.currency_id = currency.id AND rate.name <= %(today)s
                            AND (rate.company_id IS NULL OR rate.company_id = %(root)s)
                          ORDER BY rate.company_id, rate.name DESC LIMIT 1),
                        (SELECT rate.rate FROM res_currency_rate rate
                          WHERE rate.currency_id = currency.id
                            AND (rate.company_id IS NULL OR rate.company_id = %(root)s)
                          ORDER BY rate.company_id, rate.name LIMIT 1),
                        1) AS rate
          FROM res_currency currency
        """,
        today=company._scm_get_today(),
        root=company.root_id.id,
    )
