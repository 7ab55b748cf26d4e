package io.vedette.core.event;

import java.util.List;

/// Where the fields of the records of `record_file.h` are; the rules of [RecordLayout] hold.
public final class FileLayout {

    static final List<RecordShape> SHAPES = List.of();

    private FileLayout() {}
}
