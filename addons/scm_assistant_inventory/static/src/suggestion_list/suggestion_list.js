import { serializeDate } from "@web/core/l10n/dates";
import { registry } from "@web/core/registry";
import { ListController } from "@web/views/list/list_controller";
import { listView } from "@web/views/list/list_view";

/**
 * Sends with each button what the selected rows show, so that nobody accepts numbers
 * that were computed anew after the list was loaded.
 */
export class ScmSuggestionListController extends ListController {
    /** @override */
    async beforeExecuteActionButton(clickParams) {
        const shown = this.model.root.selection.map(({ resId, data }) => [
            resId,
            data.quantity,
            data.date && serializeDate(data.date),
        ]);
        clickParams.buttonContext = { ...clickParams.buttonContext, scm_shown: shown };
        return super.beforeExecuteActionButton(clickParams);
    }
}

registry.category("views").add("scm_suggestion_list", {
    ...listView,
    Controller: ScmSuggestionListController,
});
