# Builds with ./dev image, podman or docker, for the machine's own architecture or any that --platform names.
ARG JDK=docker.io/library/eclipse-temurin:25-jdk
ARG DEBIAN=docker.io/library/debian:bookworm-slim

FROM --platform=$BUILDPLATFORM ${JDK} AS build-jdk
FROM ${JDK} AS jdk

# The programs for the kernel and the jars: the same for all architectures.
FROM --platform=$BUILDPLATFORM ${DEBIAN} AS jars
RUN apt-get update \
  && apt-get install -y --no-install-recommends \
    bpftool ca-certificates clang curl gcc libbpf-dev libbpf1 libc6-dev llvm make unzip \
  && rm -rf /var/lib/apt/lists/*
COPY --from=build-jdk /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 ./dev build jars

# A Java runtime of only the modules that are used, and the archive of the agent's classes.
FROM ${DEBIAN} AS agent
RUN apt-get update \
  && apt-get install -y --no-install-recommends binutils gcc libbpf1 libc6-dev make \
  && rm -rf /var/lib/apt/lists/*
COPY --from=jdk /opt/java/openjdk /opt/java/openjdk
ENV JAVA_HOME=/opt/java/openjdk
COPY --from=jars /src /src
WORKDIR /src
# The JVM has its own archives of its classes for when it goes without the agent's, which has them too.
RUN ./dev build runtime \
  && mv agent-core/target/vedette /opt/vedette \
  && test -s /opt/vedette/lib/vedette.aot \
  && rm /opt/vedette/jdk/lib/server/*.jsa

# The few packages of the system that the agent runs on.
FROM ${DEBIAN} AS system
COPY scripts/image-system.sh /
RUN /image-system.sh /system

FROM scratch
ARG VERSION=unknown
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Vedette" \
  org.opencontainers.image.description="Runtime events of the containers of a task, as a sidecar that fails open" \
  org.opencontainers.image.version="${VERSION}" \
  org.opencontainers.image.revision="${REVISION}" \
  org.opencontainers.image.licenses="Apache-2.0 AND (GPL-2.0-only OR BSD-2-Clause)" \
  io.vedette.sbom="/opt/vedette/sbom.json"
COPY --from=system /system /
COPY --from=agent /opt/vedette /opt/vedette
COPY LICENSE /opt/vedette/
COPY agent-core/src/main/bpf/LICENSE /opt/vedette/LICENSE.bpf
ENV PATH=/opt/vedette/bin:/usr/bin:/bin
# Docker knows no other code than 1.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 CMD vedette status || exit 1
ENTRYPOINT ["/opt/vedette/bin/vedette"]
CMD ["run"]
