package io.vedette.core.demo;

/// Colours of a terminal, or none.
record Palette(boolean coloured) {

    private static final int[] CONTAINER_COLOURS = {36, 35, 33, 34, 96, 95, 93, 94};

    String good(String text) {
        return paint(32, text);
    }

    String bad(String text) {
        return paint(31, text);
    }

    String dim(String text) {
        return paint(90, text);
    }

    /// The same name always has the same colour; the host has none.
    String container(String name) {
        if (name.startsWith("host ")) {
            return name;
        }
        return paint(CONTAINER_COLOURS[Math.floorMod(name.hashCode(), CONTAINER_COLOURS.length)], name);
    }

    private String paint(int colour, String text) {
        return coloured ? "\033[" + colour + "m" + text + "\033[0m" : text;
    }
}
