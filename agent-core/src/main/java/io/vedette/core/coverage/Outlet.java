package io.vedette.core.coverage;

/// Where changes are told. Never waits; what can't be told is counted.
interface Outlet extends AutoCloseable {

    /// @param event in UTF-8, on one line
    void tell(byte[] event);

    /// How many were not told for good.
    long lost();

    @Override
    void close();
}
