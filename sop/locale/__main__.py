from sop.locale.build import cli

cli()
