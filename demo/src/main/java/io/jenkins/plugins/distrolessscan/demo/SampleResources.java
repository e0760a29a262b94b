package io.jenkins.plugins.distrolessscan.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The demo's own files, beside its classes: in a folder, or in the command line's jar. */
final class SampleResources {
    private SampleResources() {}

    /** A YAML file of this package. */
    static Object yaml(String name) {
        try (InputStream in = SampleResources.class.getResourceAsStream(name)) {
            return new Yaml(new SafeConstructor(new LoaderOptions())).load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's own file " + name, e);
        }
    }

    /**
     * The regular files of a folder of this package, by path below it.
     *
     * @param beside a file that stands in the same folder as {@code folder}; a jar need not list folders
     */
    static Map<String, byte[]> files(String beside, String folder) {
        URL url = SampleResources.class.getResource(beside);
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                Path file = Path.of(jar.getJarFileURL().toURI());
                try (FileSystem inside = FileSystems.newFileSystem(file)) {
                    return read(inside.getPath(jar.getEntryName()).resolveSibling(folder));
                }
            }
            return read(Path.of(URI.create(url.toString())).resolveSibling(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's own folder " + folder, e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("a jar's address is a URI", e);
        }
    }

    private static Map<String, byte[]> read(Path folder) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> regular = tree.filter(Files::isRegularFile).toList();
            for (Path file : regular) {
                files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
            }
        }
        return files;
    }
}
