import { serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/**
 * Sends with a button what the records show, so that nobody accepts numbers that were
 * computed anew after the page was loaded.
 *
 * @param {Object} clickParams
 * @param {Array} records
 */
function sendShown(clickParams, records) {
    const shown = records.map(({ resId, data }) => [
        resId,
        data.quantity,
        data.date && serializeDate(data.date),
    ]);
    clickParams.buttonContext = { ...clickParams.buttonContext, scm_shown: shown };
}

export class ScmSuggestionListController extends ListController {
    /** @override */
    async beforeExecuteActionButton(clickParams) {
        sendShown(clickParams, this.model.root.selection);
        return super.beforeExecuteActionButton(clickParams);
    }
}

export class ScmSuggestionFormController extends FormController {
    /** @override */
    async beforeExecuteActionButton(clickParams) {
        // What is being typed counts as shown. Before it is saved, which reads all anew.
        await this.model.root.isDirty();
        sendShown(clickParams, [this.model.root]);
        return super.beforeExecuteActionButton(clickParams);
    }
}

registry.category("views").add("scm_suggestion_list", {
    ...listView,
    Controller: ScmSuggestionListController,
});
registry.category("views").add("scm_suggestion_form", {
    ...formView,
    Controller: ScmSuggestionFormController,
});
