# The app alone; compose.yaml adds PostgreSQL. Build needs the network once, running needs none.
FROM debian:bookworm-slim AS build
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 python3-venv python3-pip \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /srv/yanapay
RUN python3 -m venv /opt/yanapay
COPY requirements/serve.txt requirements/serve.txt
RUN /opt/yanapay/bin/pip install --no-cache-dir --require-hashes -r requirements/serve.txt
COPY . .
RUN /opt/yanapay/bin/pip install --no-cache-dir --no-deps --no-build-isolation -e .

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install --yes --no-install-recommends python3 \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --create-home --home-dir /var/lib/yanapay yanapay
COPY --from=build /opt/yanapay /opt/yanapay
COPY --from=build /srv/yanapay /srv/yanapay
WORKDIR /srv/yanapay
USER yanapay
ENV YANAPAY_HOME=/var/lib/yanapay/home YANAPAY_HOST=0.0.0.0 YANAPAY_PORT=8000
VOLUME /var/lib/yanapay
EXPOSE 8000
CMD ["/opt/yanapay/bin/yanapay", "serve", "--prepare"]
