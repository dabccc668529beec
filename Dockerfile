# The service with its model, ready to answer without a network.
#
#   docker build --tag quoth .
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --publish 8000:8000 quoth
#   docker run --interactive quoth quoth - < article.txt

FROM python:3.11-slim AS base
ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1

# The base's pip installs into the environment, which has none of its own.
FROM base AS build
WORKDIR /build
RUN python -m venv --without-pip /opt/quoth
COPY requirements/serve.txt requirements/
RUN python -m pip --python /opt/quoth install --no-cache-dir --disable-pip-version-check \
      --require-hashes --only-binary :all: --requirement requirements/serve.txt
COPY pyproject.toml README.md LICENSE ./
COPY service service
RUN python -m pip --python /opt/quoth install --no-cache-dir --disable-pip-version-check \
      --no-deps --no-build-isolation .

FROM base
LABEL org.opencontainers.image.title="Quoth" \
      org.opencontainers.image.description="Who said what in a news article" \
      org.opencontainers.image.licenses="Apache-2.0"
RUN useradd --uid 10001 --user-group --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin quoth
COPY --from=build /opt/quoth /opt/quoth
WORKDIR /app
COPY gunicorn.conf.py ./
USER 10001
ENV PATH=/opt/quoth/bin:$PATH \
    QUOTH_BIND=0.0.0.0:8000
EXPOSE 8000
# The image has no curl, and the port is the setting's.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-c", \
  "import os, urllib.request as u; u.urlopen('http://127.0.0.1:%s/readyz' % os.environ['QUOTH_BIND'].rpartition(':')[2], timeout=4)"]
CMD ["gunicorn"]
