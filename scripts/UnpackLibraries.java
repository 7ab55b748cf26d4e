import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Takes the native libraries out of jars: those of this machine go into a folder that the launcher names to the JVM,
/// those of other machines go away. Otherwise each start would unpack them into `/tmp`, which may be read-only.
///
///     java UnpackLibraries.java FOLDER JAR...
final class UnpackLibraries {

    private static final Pattern LIBRARY = Pattern.compile(".*\\.(so|dylib|dll|jnilib)");

    /// Netty has the machine in the file's name, zstd in its folder.
    private static final Pattern OURS = Pattern.compile(
            switch (System.getProperty("os.arch")) {
                case "amd64" -> "/META-INF/native/.*_x86_64\\.so|/linux/amd64/.*";
                case "aarch64" -> "/META-INF/native/.*_aarch_64\\.so|/linux/aarch64/.*";
                default -> "none";
            });

    private UnpackLibraries() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (String jar : List.of(args).subList(1, args.length)) {
            unpack(Path.of(jar), folder);
        }
    }

    private static void unpack(Path jar, Path folder) throws IOException {
        try (FileSystem files = FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of())) {
            for (Path file : listLibraries(files.getPath("/"))) {
                if (OURS.matcher(file.toString()).matches()) {
                    Path name = folder.resolve(file.getFileName().toString());
                    Files.copy(file, name, StandardCopyOption.REPLACE_EXISTING);
                }
                Files.delete(file);
            }
        }
    }

    private static List<Path> listLibraries(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> LIBRARY.matcher(file.toString()).matches())
                    .toList();
        }
    }
}
