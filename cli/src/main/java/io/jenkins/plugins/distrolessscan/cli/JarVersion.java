package io.jenkins.plugins.distrolessscan.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version that the build wrote into the jar. */
final class JarVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"distroless-scan " + text()};
    }

    static String text() {
        try (InputStream in = JarVersion.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
