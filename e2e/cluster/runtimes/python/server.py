"""A small server whose answers need a module that is written in C."""
import markupsafe
import yaml
from flask import Flask

app = Flask(__name__)


@app.get("/")
def shop():
    return markupsafe.escape(yaml.dump({"shop": "<open>"}, Dumper=yaml.CSafeDumper))


print("ready", markupsafe._speedups.__name__, yaml.__with_libyaml__, flush=True)
app.run("0.0.0.0", 8080)
