"""The linter of models, on small trees."""

from scm_setup import lint_models

MODEL = """
class {name}(models.Model):
    {header}

    def {method}(self):
        return super().{method}()
"""


def build_file(header='_inherit = "stock.move"', method="write", name="StockMove"):
    return MODEL.format(header=header, method=method, name=name)


def test_method_that_two_files_of_an_addon_override_is_found():
    tree = {
        "addons/one/models/stock_move.py": build_file(),
        "addons/one/models/stock_move_guard.py": build_file('_inherit = ["stock.move"]'),
    }
    (found,) = lint_models.find_double_overrides(tree)
    assert found == (
        "addons/one/models/stock_move_guard.py:5: stock.move.write is defined in "
        "addons/one/models/stock_move.py as well"
    )


def test_model_that_makes_its_own_and_is_extended_is_one_model():
    tree = {
        "addons/one/models/a.py": build_file('_name = "scm.case"'),
        "addons/one/models/b.py": build_file('_inherit = "scm.case"'),
    }
    assert len(lint_models.find_double_overrides(tree)) == 1


def test_other_methods_models_addons_and_tests_are_left_alone():
    tree = {
        "addons/one/models/stock_move.py": build_file(),
        "addons/one/models/stock_move_dates.py": build_file(method="create"),
        "addons/one/models/stock_picking.py": build_file('_inherit = "stock.picking"'),
        "addons/one/tests/common.py": build_file(),
        "addons/two/models/stock_move.py": build_file(),
        "addons/one/tools/plain.py": build_file("number = 1"),
        "addons/one/models/broken.py": "class A(",
    }
    assert not lint_models.find_double_overrides(tree)
