package io.jenkins.plugins.distrolessscan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.packageurl.PackageURL;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.OkHttpClient;
import org.assertj.core.api.Assertions;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The command line is tested with the libraries that the library plugins carry, or its tests say nothing about the plugin. */
class LibraryVersionsTest {
    private static final Pattern VERSION = Pattern.compile("-(\\d[^/]*)\\.jar$");

    static Stream<Arguments> libraries() {
        return Stream.of(
                Arguments.of("kubernetes-client", KubernetesClient.class),
                Arguments.of("jackson", ObjectMapper.class),
                Arguments.of("jackson-annotations", JsonProperty.class),
                Arguments.of("snakeyaml", Yaml.class),
                Arguments.of("bouncycastle", BouncyCastleProvider.class),
                Arguments.of("okhttp", OkHttpClient.class),
                Arguments.of("packageurl", PackageURL.class),
                Arguments.of("archunit", ClassFileImporter.class),
                Arguments.of("assertj", Assertions.class));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("libraries")
    void theCommandLineHasTheVersionThatThePluginHas(String library, Class<?> type) throws Exception {
        assertThat(ofCommandLine(library)).isEqualTo(ofPlugin(type));
    }

    private static String ofCommandLine(String library) throws Exception {
        var property = library + ".version";
        var matcher = Pattern.compile("<" + property + ">([^<]+)</" + property + ">")
                .matcher(Files.readString(Path.of("cli", "pom.xml")));
        assertThat(matcher.find()).as(property).isTrue();
        return matcher.group(1);
    }

    private static String ofPlugin(Class<?> type) {
        var jar = type.getProtectionDomain().getCodeSource().getLocation().getPath();
        var matcher = VERSION.matcher(jar);
        assertThat(matcher.find()).as(jar).isTrue();
        return matcher.group(1);
    }
}
