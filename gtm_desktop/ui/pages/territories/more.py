"""What stands under "More": the rules, other numbers of territories, missed targets, and how good the plan is."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from gtm_desktop.core.words import ntr, tr
from gtm_desktop.engine.viability import WayOut
from gtm_desktop.planning.change_rules import Division
from gtm_desktop.planning.changes import allowed_changes
from gtm_desktop.planning.dataset import Dataset
from gtm_desktop.planning.improving.number_options import NumberOption
from gtm_desktop.planning.scope import part_sizes
from gtm_desktop.planning.settings import Settings
from gtm_desktop.planning.territory_targets import Case
from gtm_desktop.planning.today import Today
from gtm_desktop.ui.bridge import PeopleMode, WorkspaceBridge
from gtm_desktop.ui.pages.territories.building import Builder
from gtm_desktop.ui.pages.territories.face import TerritoriesFace
from gtm_desktop.ui.pages.territories.number_dialog import NumberDialog
from gtm_desktop.ui.pages.territories.number_view import number_view
from gtm_desktop.ui.pages.territories.rules_dialog import RulesDialog
from gtm_desktop.ui.pages.territories.targets_dialog import TargetsDialog
from gtm_desktop.ui.pages.territories.targets_view import targets_view
from gtm_desktop.ui.pages.territories.view import quality
from gtm_desktop.ui.shell import dialogs
from gtm_desktop.workspace import decisions, rule_edits


def division_parts(dataset: Dataset, today: Today) -> Mapping[Division, Mapping[str, str]]:
    """Name the parts of each division with how many accounts they hold."""
    return {
        division: {
            part: ntr("{part} · {n} account", "{part} · {n} accounts", held, part=part)
            for part, held in part_sizes(dataset, division, today.owner_id).items()
        }
        for division in Division
    }


class MoreActions(QObject):
    """Opens the dialogs under "More" and turns what is taken in them into edits.

    Args:
        today: gives the coverage of the open plan's accounts today.
    """

    def __init__(
        self, face: TerritoriesFace, bridge: WorkspaceBridge, builder: Builder, *, today: Callable[[], Today]
    ) -> None:
        super().__init__(face)
        self._face, self._bridge, self._builder, self._today = face, bridge, builder, today
        face.tools.rules_requested.connect(self._on_rules_requested)
        face.tools.improve_requested.connect(builder.improve)
        face.tools.numbers_requested.connect(builder.compare)
        face.tools.targets_requested.connect(builder.weigh_ways)
        face.strip.problem.ways_requested.connect(builder.weigh_ways)
        face.tools.quality_requested.connect(self._on_quality_requested)
        builder.compared.connect(self._on_compared)
        builder.weighed.connect(self._on_weighed)

    def add_line(self, points: list[tuple[float, float]]) -> None:
        """Keep a line that was drawn on the map; territories do not hang together across it."""
        if self._bridge.apply(rule_edits.draw_line(points)):
            self._bridge.noted.emit(tr("The line holds from the next building on. More, Rules takes lines away again."))

    def _on_rules_requested(self) -> None:
        workspace = self._bridge.workspace
        settings = workspace.plan.settings

        def take(changed: Settings) -> None:
            if changed != settings:
                workspace.apply(rule_edits.set_building_rules(changed))
                self._bridge.noted.emit(tr("The rules have changed; build again to use them."))

        parts = division_parts(workspace.dataset, self._today())
        RulesDialog(self._face, settings, parts=parts, on_taken=take).open()

    def _on_compared(self, options: tuple[NumberOption, ...]) -> None:
        def take(place: int) -> None:
            plan = options[place].plan
            self._bridge.apply(decisions.accept_number(plan.settings.territories.number, plan.accepted))

        NumberDialog(self._face, number_view(options), take).open()

    def _on_weighed(self, cases: tuple[Case, ...], territory_id: str) -> None:
        workspace = self._bridge.workspace
        if workspace.result is None:
            return
        shows_people = self._bridge.people is PeopleMode.FULL
        view = targets_view(workspace.dataset, workspace.plan, workspace.result, cases, shows_people=shows_people)

        def take(place: int, way: int) -> None:
            wanted = list(WayOut)[way]
            self._builder.take_way(next(each for each in cases[place].ways if each.decision.taken is wanted))

        def lock(key: str) -> None:
            name = decisions.territory_name(workspace.plan, key)
            self._bridge.apply(decisions.lock_territory(key, territory_name=name))

        TargetsDialog(self._face, view, territory_id=territory_id, on_taken=take, on_lock=lock).open()

    def _on_quality_requested(self) -> None:
        workspace = self._bridge.workspace
        answer = workspace.plan.accepted.territories
        if answer is not None:
            allowed = allowed_changes(workspace.dataset, workspace.plan.settings.changes, self._today())
            dialogs.tell(self._face, tr("How good is this?"), quality(answer, allowed))
