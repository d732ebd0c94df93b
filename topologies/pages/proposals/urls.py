"""Every address of the proposals of a topology, below its own."""

from topologies.pages.proposals import (
    clashes,
    conversation,
    gate,
    listing,
    opening,
    policy,
    reverting,
    steps,
    threads,
)

urlpatterns = [
    *listing.urlpatterns,
    *opening.urlpatterns,
    *conversation.urlpatterns,
    *gate.urlpatterns,
    *steps.urlpatterns,
    *threads.urlpatterns,
    *clashes.urlpatterns,
    *policy.urlpatterns,
    *reverting.urlpatterns,
]
