package io.vedette.bench.load;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Lines over named places, on a logarithmic axis, as SVG.
final class Plot {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 380;
    private static final int LEFT = 70;
    private static final int RIGHT = 200;
    private static final int TOP = 40;
    private static final int BOTTOM = 40;
    /// Told apart by those who see no colours too: each has dashes of its own.
    private static final List<String> COLOURS =
            List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#666666");

    private final String name;
    private final String title;
    private final String unit;
    private final List<String> places;
    private final Map<String, List<Double>> lines = new LinkedHashMap<>();

    /// @param name of its file
    /// @param places on the axis from left to right
    Plot(String name, String title, String unit, List<String> places) {
        this.name = name;
        this.title = title;
        this.unit = unit;
        this.places = places;
    }

    String name() {
        return name;
    }

    String title() {
        return title;
    }

    /// @param values one for each place, above 0
    void add(String line, List<Double> values) {
        lines.put(line, values);
    }

    String svg() {
        double lowest = Math.floor(Math.log10(values().min().orElse(0.1)));
        double highest = Math.ceil(Math.log10(values().max().orElse(1)));
        StringBuilder svg = new StringBuilder();
        svg.append(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">%n",
                WIDTH, HEIGHT));
        svg.append(format("<rect width=\"%d\" height=\"%d\" fill=\"#fff\"/>%n", WIDTH, HEIGHT));
        svg.append(format("<text x=\"%d\" y=\"20\" font-size=\"14\">%s, %s</text>%n", LEFT, title, unit));
        for (double power = lowest; power <= highest; power++) {
            double y = y(power, lowest, highest);
            svg.append(format("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>", LEFT, y, WIDTH - RIGHT));
            svg.append(
                    format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y + 4, power(power)));
        }
        for (int place = 0; place < places.size(); place++) {
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x(place), HEIGHT - BOTTOM + 20, places.get(place)));
        }
        int line = 0;
        for (Map.Entry<String, List<Double>> entry : lines.entrySet()) {
            svg.append(line(line++, entry.getKey(), entry.getValue(), lowest, highest));
        }
        return svg.append("</svg>\n").toString();
    }

    private java.util.stream.DoubleStream values() {
        return lines.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .filter(value -> value > 0);
    }

    private String line(int number, String label, List<Double> values, double lowest, double highest) {
        StringBuilder points = new StringBuilder();
        for (int place = 0; place < values.size(); place++) {
            if (values.get(place) > 0) {
                points.append(format("%.1f,%.1f ", x(place), y(Math.log10(values.get(place)), lowest, highest)));
            }
        }
        String colour = COLOURS.get(number % COLOURS.size());
        String stroke = format(
                "stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%d %d\"",
                colour, 12 - 2 * number % 12, number == 0 ? 0 : 2);
        int y = TOP + 20 * number;
        return format(
                        "<polyline points=\"%s\" fill=\"none\" %s/>",
                        points.toString().strip(), stroke)
                + format("<path d=\"M%d %dh30\" %s/>", WIDTH - RIGHT + 12, y, stroke)
                + format("<text x=\"%d\" y=\"%d\">%s</text>%n", WIDTH - RIGHT + 48, y + 4, label);
    }

    private double x(int place) {
        return LEFT + (place + 0.5) * (WIDTH - LEFT - RIGHT) / places.size();
    }

    private static double y(double power, double lowest, double highest) {
        return HEIGHT - BOTTOM - (power - lowest) / Math.max(1, highest - lowest) * (HEIGHT - TOP - BOTTOM);
    }

    private static String power(double power) {
        return BigDecimal.ONE.scaleByPowerOfTen((int) power).toPlainString();
    }

    @FormatMethod
    private static String format(@FormatString String text, Object... values) {
        return String.format(Locale.ROOT, text, values);
    }
}
