# Builds with ./dev image, podman or docker.
FROM eclipse-temurin:25-jdk AS jdk

FROM debian:bookworm-slim AS build
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    bpftool ca-certificates clang curl gcc libbpf-dev libbpf1 libc6-dev llvm make unzip \
  && rm -rf /var/lib/apt/lists/*
COPY --from=jdk /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk
WORKDIR /src
COPY . .
RUN ./dev build && mv agent-core/target/vedette /opt/vedette

# TLS trusts what the Java runtime brings along; libbpf is the one library that the agent takes from the system.
FROM debian:bookworm-slim
LABEL org.opencontainers.image.title="Vedette" \
  org.opencontainers.image.description="Runtime events of the containers of a task, as a sidecar that fails open" \
  org.opencontainers.image.licenses="Apache-2.0"
RUN apt-get update \
  && apt-get install -y --no-install-recommends libbpf1 \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build /opt/vedette /opt/vedette
# Docker knows no other code than 1.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD /opt/vedette/bin/vedette status || exit 1
ENTRYPOINT ["/opt/vedette/bin/vedette"]
CMD ["run"]
