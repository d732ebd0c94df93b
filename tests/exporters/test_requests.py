"""One real worker, with a real broker and a real database: what becomes of a request."""

from django.contrib.auth.models import User

from exporters import selectors, services
from exporters.models import Export
from tests.exporters.conftest import Workshop, reached, request
from tests.exporters.slow_targets import FILES
from topologies.models import Revision

State = Export.State


def test_a_request_ends_as_a_bundle_with_the_right_bytes(
    staffed: Workshop, revision: Revision, architect: User
) -> None:
    export = request(revision, architect, "many")
    staffed.wait(lambda: reached(export, State.SUCCEEDED))
    assert selectors.bundle_bytes(export) == {path: text.encode() for path, text in FILES.items()}
    assert (export.done, export.total, export.attempts) == (200, 200, 1)
    known = {"number": 1, "sha256": revision.sha256, "published_by": "ada", "approved_by": []}
    assert export.manifest["revision"] == known
    assert {path: row["sha256"] for path, row in export.manifest["files"].items()} == dict(
        export.files.values_list("path", "sha256")
    )


def test_a_generator_that_fails_says_why_and_may_be_tried_again(
    staffed: Workshop, revision: Revision, architect: User
) -> None:
    export = request(revision, architect, "broken")
    staffed.wait(lambda: reached(export, State.FAILED))
    assert export.error == "ZeroDivisionError: nothing to divide by"
    assert not export.files.exists()
    staffed.open_gate()
    again = services.export_retry(export=export, actor=architect)
    assert again == export
    staffed.wait(lambda: reached(export, State.SUCCEEDED))
    assert (export.error, selectors.bundle_bytes(export)) == ("", {"name": b"live"})


def test_a_cancelled_export_stays_cancelled_whatever_its_worker_makes(
    staffed: Workshop, revision: Revision, architect: User
) -> None:
    export = request(revision, architect, "gated")
    staffed.wait(staffed.began)
    services.export_cancel(export=export, actor=architect)
    staffed.open_gate()
    after = request(revision, architect, "many")
    staffed.wait(lambda: reached(after, State.SUCCEEDED))
    assert reached(export, State.CANCELLED)
    assert not export.files.exists()
