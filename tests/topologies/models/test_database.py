"""What the database refuses, asked with plain inserts and updates that no service stands before."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.topologies.conftest import empty_draft
from topologies.graph import SECTIONS, Graph
from topologies.models import ROWS, Draft, ElementKey, Revision, System, Topology, ZoneRow, triggers
from topologies.snapshots import bridges, write_graph

pytestmark = pytest.mark.django_db

REFERENCES = [
    (section, column, place)
    for section, bridge in bridges().items()
    for places in bridge.references.values()
    for place, column in places.items()
]
# A row of each section that stands on nothing wrong but its references.
FIELDS = {
    "nodes": {"kind": "postgresql"},
    "zones": {"kind": "group"},
    "ports": {"number": 80},
    "rules": {"direction": "ingress"},
    "routes": {"destination": "0.0.0.0/0"},
    "acl_entries": {"number": 1, "direction": "ingress", "action": "allow", "cidr": "::/0"},
    "replications": {"mode": "sync"},
}


def insert(table: str, **fields: object) -> None:
    """A plain INSERT: Django's validation, save() and bulk_create have no say. Columns left out get defaults."""
    model = next(model for model in ROWS.values() if model._meta.db_table == table)
    filled = {
        field.column: field.get_db_prep_save(fields.get(field.attname, field.get_default()), connection)
        for field in model._meta.concrete_fields
        if not field.primary_key
    }
    columns = ", ".join(map(connection.ops.quote_name, filled))
    marks = ", ".join(["%s"] * len(filled))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", list(filled.values()))


def needed(draft: Draft, section: str, seed: str) -> dict[str, object]:
    """Columns of a good row of the section, with whatever it refers to, all in `draft`."""
    fields: dict[str, object] = {"draft_id": draft.pk, "key": seed, **FIELDS.get(section, {})}
    for number, (field, places) in enumerate(bridges()[section].references.items()):
        place, column = next(iter(places.items()))
        required = len(places) > 1 or not bridges()[section].row._meta.get_field(field).null
        if required or (section == "rules" and field == "peer_zone"):
            fields[column] = stored(draft, place, f"{seed}-{number}")
    return fields


def stored(draft: Draft, section: str, key: str) -> int:
    insert(ROWS[section]._meta.db_table, **needed(draft, section, key))
    return ROWS[section].objects.get(draft=draft, key=key).pk


@pytest.mark.parametrize("section", SECTIONS)
def test_a_good_row_goes_in(draft: Draft, section: str) -> None:
    assert stored(draft, section, "good")


@pytest.mark.parametrize(("section", "column", "place"), REFERENCES)
def test_an_insert_can_not_refer_to_another_draft(draft, other_draft, section, column, place) -> None:
    foreign = stored(other_draft, place, "foreign")
    with pytest.raises(IntegrityError, match=f"{column} refers to another draft"):
        insert(
            ROWS[section]._meta.db_table,
            **{**needed(draft, section, "row"), **alone(section, column, foreign)},
        )


@pytest.mark.parametrize(("section", "column", "place"), REFERENCES)
def test_an_update_can_not_refer_to_another_draft(draft, other_draft, section, column, place) -> None:
    foreign = stored(other_draft, place, "foreign")
    row = stored(draft, section, "row")
    with pytest.raises(IntegrityError, match=f"{column} refers to another draft"), transaction.atomic():
        ROWS[section].objects.filter(pk=row).update(**alone(section, column, foreign))


def alone(section: str, column: str, value: int) -> dict[str, object]:
    """The column set, and its sister columns empty, so that nothing else is wrong with the row."""
    if section == "rules" and column.startswith("peer_"):
        return dict.fromkeys(("cidr", "peer_group_id", "peer_zone_id")) | {column: value}
    if section == "views":
        return {"shows": "zone", column: value}
    for places in bridges()[section].references.values():
        if column in places.values():
            return dict.fromkeys(places.values()) | {column: value}
    raise LookupError(column)


def test_a_key_is_used_once_in_a_draft_whatever_the_section(draft: Draft, other_draft: Draft) -> None:
    stored(draft, "zones", "twice")
    stored(other_draft, "nodes", "twice")
    with pytest.raises(IntegrityError):
        stored(draft, "nodes", "twice")


def test_a_key_is_free_again_when_its_row_is_gone(draft: Draft) -> None:
    stored(draft, "zones", "again")
    ZoneRow.objects.filter(draft=draft).delete()
    assert stored(draft, "nodes", "again")


@pytest.mark.parametrize("field", ["key", "draft"])
def test_an_element_keeps_its_key_and_its_draft(draft: Draft, other_draft: Draft, field: str) -> None:
    stored(draft, "zones", "fixed")
    with pytest.raises(IntegrityError, match="keeps its key and its draft"), transaction.atomic():
        ZoneRow.objects.update(**{field: "other" if field == "key" else other_draft})


@pytest.mark.parametrize(
    ("section", "wrong"),
    [
        ("ports", {"number": 0}),
        ("ports", {"number": 65536}),
        ("ports", {"number": 80, "end": 79}),
        ("ports", {"number": 80, "end": 65536}),
        ("ports", {"bind": "nowhere"}),
        ("ports", {"protocol": "icmp"}),
        ("ports", {"access": "everyone"}),
        ("nodes", {"min_instances": 3, "max_instances": 2}),
        ("nodes", {"max_instances": 100_001}),
        ("nodes", {"slot": "red"}),
        ("rules", {"cidr": "10.0.0.0/8"}),
        ("rules", {"peer_zone_id": None}),
        ("rules", {"direction": "sideways"}),
        ("rules", {"from_port": 90, "to_port": 80}),
        ("rules", {"to_port": 80}),
        ("rules", {"from_port": 80, "protocol": "icmp"}),
        ("acl_entries", {"number": 32767}),
        ("acl_entries", {"action": "shrug"}),
        ("attachments", {"target_node_id": None}),
        ("routes", {"via_node_id": None}),
        ("links", {"weight": 101}),
        ("links", {"role": "gossip"}),
        ("replications", {"mode": "hope"}),
        ("replications", {"lag_seconds": -1}),
        ("views", {"shows": "zone"}),
        ("security_groups", {"default_ingress": "maybe"}),
    ],
)
def test_a_row_that_is_no_value_is_refused(draft: Draft, section: str, wrong: dict[str, object]) -> None:
    fields = needed(draft, section, "row")
    with pytest.raises(IntegrityError):
        insert(ROWS[section]._meta.db_table, **{**fields, **wrong})


@pytest.mark.parametrize(
    ("section", "one", "other"),
    [
        ("links", "source_id", "target_id"),
        ("replications", "source_id", "target_id"),
        ("peerings", "network_id", "peer_id"),
    ],
)
def test_both_ends_differ(draft: Draft, section: str, one: str, other: str) -> None:
    fields = needed(draft, section, "row")
    with pytest.raises(IntegrityError):
        insert(ROWS[section]._meta.db_table, **{**fields, other: fields[one]})


def test_a_topology_has_one_approved_draft(topology: Topology) -> None:
    Draft.objects.create(topology=topology, purpose="approved", header={})
    with pytest.raises(IntegrityError):
        Draft.objects.create(topology=topology, purpose="approved", header={})


def test_a_working_draft_has_an_owner(topology: Topology) -> None:
    with pytest.raises(IntegrityError):
        Draft.objects.create(topology=topology, purpose="working", header={})


def test_a_system_can_not_take_the_address_of_a_page(db: None) -> None:
    with pytest.raises(IntegrityError):
        System.objects.create(slug="api", label="API")


def test_a_revision_never_changes(topology, architect) -> None:
    Revision.objects.create(topology=topology, number=1, document="{}", sha256="0" * 64, author=architect)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Revision.objects.update(comment="rewritten")


def test_deleting_rows_takes_along_what_can_not_stand_alone(draft: Draft, small: Graph) -> None:
    write_graph(draft, small)
    ROWS["ports"].objects.get(key="database-port").delete()
    assert ROWS["replications"].objects.get(key="copying").port is None
    ZoneRow.objects.get(key="cloud").delete()
    assert set(draft.keys.values_list("key", flat=True)) == {"walls", "walls-in"}


def test_deleting_a_system_deletes_everything_of_it(system: System, draft: Draft, small: Graph) -> None:
    write_graph(draft, small)
    system.delete()
    assert not ElementKey.objects.exists()
    assert not ZoneRow.objects.exists()


def test_triggers_are_made_again_after_every_migrate(draft: Draft, other_draft: Draft) -> None:
    triggers.drop()
    call_command("migrate", verbosity=0)
    foreign = stored(other_draft, "zones", "foreign")
    with pytest.raises(IntegrityError, match="refers to another draft"):
        insert("topologies_zonerow", draft_id=draft.pk, key="row", kind="group", parent_id=foreign)


@pytest.mark.django_db(transaction=True)
def test_a_table_that_triggers_name_can_be_remade(topology: Topology, architect) -> None:
    draft = empty_draft(topology, architect)
    triggers.drop()
    field = ZoneRow._meta.get_field("note")
    with connection.schema_editor() as editor:
        editor.alter_field(ZoneRow, field, field)
        if connection.vendor == "sqlite":
            editor._remake_table(ZoneRow)
    triggers.install()
    stored(draft, "zones", "once")
    with pytest.raises(DatabaseError):
        stored(draft, "nodes", "once")
