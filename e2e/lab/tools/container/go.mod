module aws-argo-infra/lab/container

go 1.26.0
