# AutoTrack in a container: the packages of the lock file, nothing that builds them, no root, nothing written but /data.
#   docker build -t autotrack .
#   docker run --read-only --tmpfs /tmp -v autotrack:/data -e BOT_TOKEN=… autotrack
FROM python:3.12-slim-trixie AS build

WORKDIR /src
RUN python -m venv /opt/autotrack
# Packages first: they change less often than the code.
COPY requirements.lock ./
RUN /opt/autotrack/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY app app
COPY bot bot
COPY core core
COPY scheduler scheduler
COPY simulator simulator
COPY webhooks webhooks
RUN /opt/autotrack/bin/pip install --no-cache-dir --disable-pip-version-check --no-build-isolation --no-deps . \
    && /opt/autotrack/bin/python -m compileall -q /opt/autotrack

FROM python:3.12-slim-trixie

# pg_dump and pg_restore, for `autotrack backup` of a PostgreSQL 17 or older; a database in a file needs them not.
# /backups is there so that a volume put on it belongs to the user.
RUN apt-get update \
    && apt-get install -y --no-install-recommends postgresql-client=17* \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin autotrack \
    && install -d -o autotrack -g autotrack -m 0700 /data /backups

COPY --from=build /opt/autotrack /opt/autotrack
# What would be written beside the code goes to /tmp, which may be in memory.
ENV PATH=/opt/autotrack/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    MPLCONFIGDIR=/tmp/matplotlib \
    DATA_DIR=/data \
    HTTP_HOST=0.0.0.0 \
    HTTP_PORT=8080
WORKDIR /data
USER 10001:10001
VOLUME /data
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"HTTP_PORT\"]}/health', timeout=4)"]
ENTRYPOINT ["autotrack"]
CMD ["run"]
