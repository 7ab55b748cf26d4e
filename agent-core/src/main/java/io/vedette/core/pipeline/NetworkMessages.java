package io.vedette.core.pipeline;

import java.util.List;

/// Messages of sockets and of what goes through them.
final class NetworkMessages {

    static final List<DetailMessage> ALL = List.of();

    private NetworkMessages() {}
}
