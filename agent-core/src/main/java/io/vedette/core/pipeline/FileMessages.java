package io.vedette.core.pipeline;

import java.util.List;

/// Messages of what processes do to files.
final class FileMessages {

    static final List<DetailMessage> ALL = List.of();

    private FileMessages() {}
}
