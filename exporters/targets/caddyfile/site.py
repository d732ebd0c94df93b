"""The plan of a Caddy as the parts of its Caddyfile."""

from collections.abc import Iterator

from exporters.formats.caddyfile import Comment, Line, Setting, Word, line
from exporters.targets.caddyfile.plan import Plan, Upstream
from topologies.graph import Element, Header

_LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory"
_WEB, _SECURE = 80, 443
_YEAR_SECONDS = 31_536_000

Part = Line | Comment


def site(header: Header, plan: Plan) -> Iterator[Part]:
    """The whole file: what it is, the global options, the site."""
    yield Comment(f"{header.system}/{header.slug}: {_title(plan.node)}")
    yield line(body=_options(plan))
    yield line(*_addresses(plan), body=_body(plan))


def _title(element: Element) -> str:
    named = f"{element.key} ({element.label})" if element.label else element.key
    return f"{named}, stated in {element.stated_in}" if element.stated_in else named


def _options(plan: Plan) -> Iterator[Part]:
    caddy = plan.properties
    if caddy.certificate_email:
        yield line("email", caddy.certificate_email)
    if "let's encrypt" in caddy.certificate_issuer.lower():
        yield line("acme_ca", _LETS_ENCRYPT)
    if caddy.automatic_tls is False:
        yield line("auto_https", "off")
    yield line("servers", body=[line("protocols", *plan.protocols)])


def _addresses(plan: Plan) -> Iterator[Word]:
    """Where the site listens, one word each; a comma goes between them."""
    plain = [port.number for port in plan.ports if port.protocol == "tcp" and not port.tls]
    if not plan.domains:
        yield Setting("SITE_ADDRESS", f":{min(plain)}" if plain else "localhost")
        return
    found = list(dict.fromkeys(_named(plan, plain)))
    yield from (f"{address}," for address in found[:-1])
    yield found[-1]


def _named(plan: Plan, plain: list[int]) -> Iterator[str]:
    secure = [port.number for port in plan.ports if port.protocol == "tcp" and port.tls]
    for domain in plan.domains:
        if plan.tls:
            # Caddy itself answers port 80 beside these, with a redirect.
            yield from (
                domain if number == _SECURE else f"{domain}:{number}" for number in secure or [_SECURE]
            )
            plain = [number for number in plain if number != _WEB]
        for number in plain if plan.tls else plain or [_WEB]:
            yield f"http://{domain}" if number == _WEB else f"http://{domain}:{number}"


def _body(plan: Plan) -> Iterator[Part]:
    caddy = plan.properties
    if plan.ports and all(port.bind == "localhost" for port in plan.ports):
        yield line("bind", "127.0.0.1", "::1")
    if caddy.gzip is not False:
        yield line("encode", "zstd", "gzip")
    yield from (line("header", *header) for header in _headers(plan))
    yield line("log", body=_log(caddy.log_path))
    yield from _static(plan)
    yield line("handle", body=_proxy(plan) if plan.upstreams else [line("respond", "404")])


def _headers(plan: Plan) -> Iterator[tuple[str, ...]]:
    # `?` leaves alone what the application has set itself. One directive each: Caddy applies the defaults of a
    # block only where every one of them is missing.
    if plan.tls:
        yield "?Strict-Transport-Security", f"max-age={_YEAR_SECONDS}"
    yield "?X-Content-Type-Options", "nosniff"
    yield "?X-Frame-Options", "SAMEORIGIN"
    yield "?Referrer-Policy", "strict-origin-when-cross-origin"
    yield ("-Server",)


def _log(path: str) -> Iterator[Line]:
    if path:
        yield line("output", "file", path if path.endswith(".log") else f"{path.rstrip('/')}/access.log")
    yield line("format", "json")


def _static(plan: Plan) -> Iterator[Line]:
    if plan.static is not None:
        served = [line("root", "*", plan.static.folder or "/"), line("file_server")]
        yield line("handle_path" if plan.static.strip else "handle", f"/{plan.static.path}/*", body=served)


def _proxy(plan: Plan) -> Iterator[Part]:
    for one in plan.upstreams:
        yield Comment(f"{one.host}:{one.port.number} is {_title(one.node)}; {_title(one.link)}")
    addresses = list(dict.fromkeys(one.address for one in plan.upstreams))
    yield line("reverse_proxy", *addresses, body=(*_balance(plan.upstreams), *_health(plan.upstreams)))


def _balance(upstreams: tuple[Upstream, ...]) -> Iterator[Line]:
    weights = {one.address: one.weight for one in upstreams}
    if len(weights) == 1:
        return
    if any(one.link.weight is not None for one in upstreams):
        yield line("lb_policy", "weighted_round_robin", *map(str, weights.values()))
    else:
        yield line("lb_policy", "round_robin")
    yield line("lb_try_duration", "5s")
    yield line("fail_duration", "30s")


def _health(upstreams: tuple[Upstream, ...]) -> Iterator[Line]:
    """The check that the servers share; each server is asked the same question."""
    checks = [
        one.health_check for one in upstreams if one.health_check and one.health_check.path.startswith("/")
    ]
    if not checks:
        return
    check = checks[0]
    yield line("health_uri", check.path)
    if check.interval_seconds:
        yield line("health_interval", duration(check.interval_seconds))
    if check.timeout_seconds:
        yield line("health_timeout", duration(check.timeout_seconds))
    if check.retries:
        yield line("health_fails", str(check.retries))


def duration(seconds: float) -> str:
    """Seconds in Go's notation."""
    return f"{seconds:g}s" if seconds >= 1 else f"{seconds * 1000:g}ms"
