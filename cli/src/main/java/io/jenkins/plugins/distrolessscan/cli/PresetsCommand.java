package io.jenkins.plugins.distrolessscan.cli;

import io.jenkins.plugins.distrolessscan.engine.gate.Preset;
import io.jenkins.plugins.distrolessscan.engine.model.ScanException;
import java.util.Arrays;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code distroless-scan presets}: what {@code --preset} asks for. */
@Command(
        name = "presets",
        mixinStandardHelpOptions = true,
        description = "Prints the threshold files that come with this program.")
final class PresetsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: presets show, or presets show NAME.");
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            description = "Prints a preset as a file to start from, or the names of all.")
    int show(
            @Parameters(arity = "0..1", paramLabel = "NAME", description = "development, staging or production")
                    String name)
            throws ScanException {
        Delivery.print(
                spec.commandLine().getOut(),
                name == null
                        ? Arrays.stream(Preset.values()).map(Preset::word).collect(Collectors.joining("\n", "", "\n"))
                        : Preset.of(name).text());
        return 0;
    }
}
