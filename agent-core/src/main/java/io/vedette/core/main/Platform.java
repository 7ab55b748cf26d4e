package io.vedette.core.main;

import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What this process runs on, in lines for people.
///
/// @param release of the kernel
/// @param flags that the Java runtime was started with
/// @param maps the files that are mapped, of `/proc/self/maps`
record Platform(String release, List<String> flags, List<String> maps) {

    private static final String CACHE_FLAG = "-XX:AOTCache=";

    static Platform ofThisProcess(Path procRoot) {
        return new Platform(
                HostFacts.read(procRoot).kernelRelease(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                maps(procRoot));
    }

    private static List<String> maps(Path procRoot) {
        try (Stream<String> lines = Files.lines(procRoot.resolve("self/maps"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.indexOf('/') >= 0)
                    .map(line -> line.substring(line.indexOf('/')))
                    .distinct()
                    .toList();
        } catch (IOException | RuntimeException unreadable) {
            return List.of();
        }
    }

    List<String> lines() {
        Runtime runtime = Runtime.getRuntime();
        return List.of(
                "machine Linux " + release + ", " + System.getProperty("os.arch") + ", " + runtime.availableProcessors()
                        + " CPUs",
                "java " + System.getProperty("java.vm.name") + " " + Runtime.version() + " in "
                        + System.getProperty("java.home"),
                "collector " + collectors() + ", heap of " + (runtime.maxMemory() >> 20) + " MiB at most",
                "archive " + archive(),
                "flags " + String.join(" ", flags));
    }

    private static String collectors() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(" and "));
    }

    /// Of classes: the JVM goes on without one that does not fit it, and says nothing.
    private String archive() {
        String file = flags.stream()
                .filter(flag -> flag.startsWith(CACHE_FLAG))
                .map(flag -> flag.substring(CACHE_FLAG.length()))
                .reduce("", (first, last) -> last);
        if (file.isEmpty()) {
            return "none: the start takes longer";
        }
        return file + (maps.contains(file) ? " is in use" : " is NOT in use: the start takes longer");
    }
}
