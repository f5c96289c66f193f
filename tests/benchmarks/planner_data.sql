-- A company's history of two years, for planner.py: :products products in two
-- warehouses, :moves done moves. Run as superuser in a throwaway database:
-- without triggers and indexes it takes seconds instead of many minutes.
\set ON_ERROR_STOP on
SET session_replication_role = replica;
SET synchronous_commit = off;
SELECT setseed(0.42);
BEGIN;

CREATE TEMP TABLE bench_product AS
SELECT number, nextval('product_template_id_seq') AS template_id,
       nextval('product_product_id_seq') AS product_id,
       round((5 + 500 * random() ^ 3)::numeric, 2) AS cost
  FROM generate_series(1, :products) number;

INSERT INTO product_template
SELECT (jsonb_populate_record(NULL::product_template, to_jsonb(seed) || jsonb_build_object(
       'id', template_id, 'name', jsonb_build_object('en_US', 'Bench ' || number)))).*
  FROM product_template seed, bench_product WHERE seed.id = :seed_template;

INSERT INTO product_product
SELECT (jsonb_populate_record(NULL::product_product, to_jsonb(seed) || jsonb_build_object(
       'id', product_id, 'product_tmpl_id', template_id, 'default_code', 'BENCH' || number,
       'standard_price', jsonb_build_object(:'company', cost)))).*
  FROM product_product seed, bench_product WHERE seed.id = :seed_product;

INSERT INTO product_supplierinfo
SELECT (jsonb_populate_record(NULL::product_supplierinfo, to_jsonb(seed) || jsonb_build_object(
       'id', nextval('product_supplierinfo_id_seq'), 'product_tmpl_id', template_id,
       'product_id', NULL, 'price', cost, 'delay', 3 + floor(40 * random())))).*
  FROM product_supplierinfo seed, bench_product WHERE seed.id = :seed_vendor;

CREATE TEMP TABLE bench_move AS
-- Few products make most of the movements; one in twelve is a receipt.
SELECT number, 1 + floor(:products * random() ^ 2)::int AS product,
       random() < 0.5 AS is_first, random() < 1 / 12.0 AS is_receipt,
       date_trunc('second', now() AT TIME ZONE 'UTC') - interval '1 day'
           - random() * interval '729 days' AS day,
       1 + floor(-4 * ln(1 - random())) AS quantity
  FROM generate_series(1, :moves) number;

CREATE TEMP TABLE bench_index AS
SELECT indexdef FROM pg_indexes
 WHERE tablename = 'stock_move' AND indexname <> 'stock_move_pkey';
SELECT format('DROP INDEX %I', indexname) FROM pg_indexes
 WHERE tablename = 'stock_move' AND indexname <> 'stock_move_pkey' \gexec

CREATE TEMP TABLE bench_order AS SELECT * FROM bench_move ORDER BY day;
INSERT INTO stock_move (
    company_id, product_id, product_uom, location_id, location_dest_id, state, procure_method,
    product_qty, product_uom_qty, quantity, picked, date, date_deadline, create_date, write_date)
SELECT :'company'::int, product_id, :unit, CASE WHEN is_receipt THEN :supplier ELSE stock END,
       CASE WHEN is_receipt THEN stock ELSE :customer END, 'done', 'make_to_stock', real, real, real, TRUE, day, day, day, day
  FROM (SELECT bench_order.*, CASE WHEN is_first THEN :first_stock ELSE :second_stock END AS stock,
               CASE WHEN is_receipt THEN 11 * quantity + 1 ELSE quantity END AS real
          FROM bench_order) flow
  JOIN bench_product ON bench_product.number = flow.product;
SELECT indexdef FROM bench_index \gexec

INSERT INTO stock_quant (
    product_id, location_id, company_id, quantity, reserved_quantity, in_date, create_date, write_date)
SELECT product_id, stock, :'company'::int, GREATEST(sum(quantity), floor(60 * random())), 0, now(), now(), now()
  FROM (SELECT product_id, location_dest_id AS stock, quantity FROM stock_move
         WHERE location_dest_id IN (:first_stock, :second_stock)
         UNION ALL
        SELECT product_id, location_id, -quantity FROM stock_move
         WHERE location_id IN (:first_stock, :second_stock)) flow
 GROUP BY 1, 2;
COMMIT;
VACUUM ANALYZE stock_move, stock_quant, product_product, product_template;
CHECKPOINT;
