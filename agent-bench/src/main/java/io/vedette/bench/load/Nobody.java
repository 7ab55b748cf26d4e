package io.vedette.bench.load;

/// What the others are compared with.
final class Nobody implements Watcher {

    private static final Watching NOTHING = new Watching() {

        @Override
        public Footprint footprint() {
            return Footprint.NONE;
        }

        @Override
        public long captured() {
            return 0;
        }

        @Override
        public void close() {}
    };

    @Override
    public String name() {
        return "nobody";
    }

    @Override
    public boolean watches(Load load) {
        return true;
    }

    @Override
    public Watching start(Load load) {
        return NOTHING;
    }
}
