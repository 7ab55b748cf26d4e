package io.vedette.bench.load;

/// One run of a load.
///
/// @param watcher what it took itself meanwhile, and until it had told all
/// @param captured how many of the load's events it told
/// @param saidLost how many it says that it lost
record OverheadRun(LoadProgram.Result load, Footprint watcher, long captured, long saidLost) {}
