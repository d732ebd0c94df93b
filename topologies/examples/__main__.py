"""Writes the page of the hardened copies: python -m topologies.examples > docs/hardened.md"""

import sys

from topologies.examples import examples, hardened

if __name__ == "__main__":
    found = {f"{one.system}/{one.slug}": one.hardening for one in examples()}
    sys.stdout.write(hardened.page({name: made.recipe for name, made in found.items() if made}))
