package io.vedette.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/// Puts results into the page about performance, each between two marks of its own, and every run and drawing beside
/// it.
///
/// @param page `performance.md`; what is outside of the marks stays
/// @param machine a sentence about what it was measured on
record Report(Path page, String machine) {

    void put(Bench.Measurement measurement, Bench.Result result, LocalDate day, String settings) throws IOException {
        Path folder = page.resolveSibling("performance");
        Files.createDirectories(folder);
        String name = measurement.name();
        Files.writeString(folder.resolve(name + ".csv"), result.runs().csv());
        StringBuilder text = new StringBuilder();
        text.append(measurement.question())
                .append("\n\n")
                .append(result.summary().markdown())
                .append('\n');
        for (Plot plot : result.plots()) {
            Files.writeString(folder.resolve(plot.name() + ".svg"), plot.svg());
            text.append("![")
                    .append(plot.title())
                    .append("](performance/")
                    .append(plot.name())
                    .append(".svg)\n\n");
        }
        text.append("`./dev bench ")
                .append(name)
                .append("` on ")
                .append(day)
                .append("; ")
                .append(settings);
        text.append("; ")
                .append(machine)
                .append(". [Every run](performance/")
                .append(name)
                .append(".csv).\n");
        replace(name, text.toString());
    }

    private void replace(String name, String text) throws IOException {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->\n";
        String before = Files.exists(page) ? Files.readString(page) : "";
        int from = before.indexOf(begin);
        int to = before.indexOf(end);
        String after = from < 0 || to < from
                ? before + "\n## " + name + "\n\n" + begin + text + end
                : before.substring(0, from) + begin + text + before.substring(to);
        Files.writeString(page, after);
    }
}
