package io.jenkins.plugins.distrolessscan.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line: {@code distroless-scan COMMAND ...}. */
@Command(name = "distroless-scan", mixinStandardHelpOptions = true, description = "Scans what runs in distroless pods.")
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
