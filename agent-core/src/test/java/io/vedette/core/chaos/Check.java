package io.vedette.core.chaos;

/// What a row checks beside what every one does, in runs with a sidecar, when all has ended.
@FunctionalInterface
interface Check {

    Check NOTHING = (scene, ledger) -> {};

    void check(Scene scene, Ledger ledger) throws Exception;
}
